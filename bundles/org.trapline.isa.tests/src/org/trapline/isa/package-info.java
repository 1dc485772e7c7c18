// SPDX-License-Identifier: EPL-2.0
/** Tests of the tables: each walks all rows. */
package org.trapline.isa;
