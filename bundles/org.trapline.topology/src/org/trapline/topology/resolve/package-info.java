// SPDX-License-Identifier: EPL-2.0
/**
 * What a configuration means once templates, sizes, defaults and arrays are folded in.
 *
 * <p>The model keeps what the author wrote; a domain without a memory size has none there. Whoever builds, draws or checks
 * machines asks {@link org.trapline.topology.resolve.Resolver} instead, so that a default is decided in one place.
 * Works on any model, also an incomplete one: what cannot be resolved is {@code null} or absent, never an exception.
 */
package org.trapline.topology.resolve;
