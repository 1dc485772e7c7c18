// SPDX-License-Identifier: EPL-2.0
/** The commands {@code check} and {@code matrix}: guests put to the test, as text, JSON, a page with plots, and one table of all combinations. */
package org.trapline.cli.check;
