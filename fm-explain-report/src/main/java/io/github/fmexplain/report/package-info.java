/**
 * Explanations for people: {@link io.github.fmexplain.report.Sentences} puts them into plain
 * sentences, {@link io.github.fmexplain.report.TextReport} into tables for a terminal, and {@link
 * io.github.fmexplain.report.WarningTexts} says what to know before relying on their numbers. They
 * show numbers and make none. Pictures are in {@code chart}, a whole page in {@code page}.
 */
@NullMarked
package io.github.fmexplain.report;

import org.jspecify.annotations.NullMarked;
