// SPDX-License-Identifier: EPL-2.0
/** The command {@code run}: guest consoles and the live trace in the terminal, or as JSON. What runs is the runtime's business. */
package org.trapline.cli.run;
