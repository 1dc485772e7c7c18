// SPDX-License-Identifier: EPL-2.0
/** What a session looks like at an instant: copies that any thread may keep and read. */
package org.trapline.runtime.snapshot;
