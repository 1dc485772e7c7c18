// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

/** A request that cannot be carried out; its message is for whoever sent it. */
final class ApiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status of HTTP, 400 to 599 */
    ApiException(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    static ApiException badRequest(String message) {
        return new ApiException(400, message);
    }

    static ApiException notFound(String message) {
        return new ApiException(404, message);
    }
}
