// SPDX-License-Identifier: EPL-2.0
/** What several commands write in the same way: problems with the lines they are about, colours, tables. */
package org.trapline.cli.output;
