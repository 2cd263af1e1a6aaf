/**
 * The methods: each turns a user's numbers into influence, impact and removal effect of every row.
 * Knows no id, item or catalogue.
 */
@NullMarked
package io.github.fmexplain.internal.method;

import org.jspecify.annotations.NullMarked;
