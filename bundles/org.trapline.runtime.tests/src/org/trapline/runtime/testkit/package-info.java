// SPDX-License-Identifier: EPL-2.0
/** What tests of the runtime and above it share: programs, and sessions run to their end. */
package org.trapline.runtime.testkit;
