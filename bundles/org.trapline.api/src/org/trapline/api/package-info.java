// SPDX-License-Identifier: EPL-2.0
/**
 * An HTTP and JSON interface to the virtual machines of a running session, as clouds have one. {@link org.trapline.api.ApiServer} answers,
 * {@link org.trapline.api.Operation} says what can be asked: one row for each, from which the OpenAPI description follows.
 */
package org.trapline.api;
