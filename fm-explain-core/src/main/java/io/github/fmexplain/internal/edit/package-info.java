/**
 * The search for the fewest edits of a user's ratings that bring an item into a list or out of it.
 */
@NullMarked
package io.github.fmexplain.internal.edit;

import org.jspecify.annotations.NullMarked;
