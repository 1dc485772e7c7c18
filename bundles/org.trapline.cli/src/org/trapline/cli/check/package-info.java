// SPDX-License-Identifier: EPL-2.0
/** {@code trapline check}: fidelity, performance and safety of a configuration's guests, as text, JSON and a page with plots. */
package org.trapline.cli.check;
