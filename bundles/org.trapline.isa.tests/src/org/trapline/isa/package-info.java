// SPDX-License-Identifier: EPL-2.0
/** Tests of the tables: each walks all rows. {@link org.trapline.isa.BinutilsTest} asks GNU as and objdump. */
package org.trapline.isa;
