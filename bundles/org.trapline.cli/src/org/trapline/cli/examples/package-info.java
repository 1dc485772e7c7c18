// SPDX-License-Identifier: EPL-2.0
/** The command {@code examples}: lists the example projects and lays one out in a folder. */
package org.trapline.cli.examples;
