// SPDX-License-Identifier: EPL-2.0
/**
 * The example projects that ship with Trapline, as files that a wizard or the command line can lay out in a folder.
 *
 * <p>An example is a folder below {@code examples/} of this bundle and a line in {@code examples/index.txt}. This package
 * knows nothing of what the files mean. Start reading at {@link org.trapline.examples.Example}.
 */
package org.trapline.examples;
