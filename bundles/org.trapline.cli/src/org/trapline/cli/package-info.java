// SPDX-License-Identifier: EPL-2.0
/**
 * The command line: what the workbench can do, without windows.
 *
 * <p>{@link org.trapline.cli.Command} lists the commands; each stands in a package of its own. A command is made only when it is called, so
 * that one that assembles does not wait for what another needs to read configurations. Knows no SWT and no AWT, and ends no process:
 * that is left to {@link org.trapline.cli.Main#main}.
 */
package org.trapline.cli;
