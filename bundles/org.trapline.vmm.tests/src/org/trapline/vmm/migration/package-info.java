// SPDX-License-Identifier: EPL-2.0
/** Tests of live migration. */
package org.trapline.vmm.migration;
