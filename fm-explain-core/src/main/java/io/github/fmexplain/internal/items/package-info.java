/**
 * The items as numbers, shared by recommending and searching, and the one rule for ranks and ties.
 */
@NullMarked
package io.github.fmexplain.internal.items;

import org.jspecify.annotations.NullMarked;
