// SPDX-License-Identifier: EPL-2.0
/** The command {@code diagram}: configurations drawn into files. */
package org.trapline.cli.diagram;
