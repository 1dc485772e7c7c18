// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/**
 * A request that has been understood.
 *
 * @param path what stands in the places of the path that are in braces, by name
 * @param query what stands behind the question mark, by name
 * @param body the object it brings; empty if it brings none
 */
record Call(Map<String, String> path, Map<String, String> query, JsonObject body) {
    /** Which part of a list is asked for. */
    static final String OFFSET = "offset";
    /** How much of a list is asked for. */
    static final String LIMIT = "limit";
    /** As much as is answered at once. */
    static final int MOST = 1000;

    /** Makes sure that what stands behind the question mark is known. */
    void checkQuery(boolean paged) {
        for (String name : query.keySet()) {
            if (!paged || !name.equals(OFFSET) && !name.equals(LIMIT)) {
                throw ApiException.badRequest("'?" + name + "' is not known here" + (paged ? "; expected " + OFFSET + ", " + LIMIT : ""));
            }
        }
        asked(OFFSET, 0, Integer.MAX_VALUE);
        asked(LIMIT, MOST, MOST);
    }

    private int asked(String name, int otherwise, int most) {
        if (!query.containsKey(name)) {
            return otherwise;
        }
        try {
            int number = Integer.parseInt(query.get(name));
            if (number >= 0 && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as for numbers that do not fit.
        }
        throw ApiException.badRequest("'?" + name + "=" + query.get(name) + "': expected a number, 0 to " + most);
    }

    /** Returns the part of a list that is asked for. */
    JsonArray part(JsonArray whole) {
        JsonArray part = new JsonArray();
        int from = asked(OFFSET, 0, Integer.MAX_VALUE);
        for (int i = from; i < Math.min(whole.size(), (long) from + asked(LIMIT, MOST, MOST)); i++) {
            part.add(whole.get(i));
        }
        return part;
    }

    /** Makes sure that the body has what an operation takes, and nothing else. */
    void check(List<Field> fields) {
        for (String name : body.keySet()) {
            if (fields.stream().noneMatch(field -> field.name().equals(name))) {
                throw ApiException.badRequest("'" + name + "' is not known here" + (fields.isEmpty() ? "" : "; expected "
                    + String.join(", ", fields.stream().map(Field::name).toList())));
            }
        }
        for (Field field : fields) {
            check(field, body.get(field.name()));
        }
    }

    private static void check(Field field, JsonElement value) {
        if (value == null) {
            if (field.required()) {
                throw ApiException.badRequest("'" + field.name() + "' is missing: " + field.meaning());
            }
            return;
        }
        boolean fits = value.isJsonPrimitive() && (field.type() == Field.Type.STRING ? value.getAsJsonPrimitive().isString() : isWhole(value));
        if (!fits) {
            throw ApiException.badRequest("'" + field.name() + "' must be " + (field.type() == Field.Type.STRING ? "a text" : "a whole number") + ": "
                + field.meaning());
        }
    }

    private static boolean isWhole(JsonElement value) {
        if (!value.getAsJsonPrimitive().isNumber()) {
            return false;
        }
        try {
            BigDecimal number = value.getAsBigDecimal();
            // An exponent may stand for more digits than fit anywhere.
            if (Math.abs((long) number.scale()) > Long.SIZE) {
                return false;
            }
            number.longValueExact();
            return true;
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    String path(String name) {
        return path.get(name);
    }

    boolean has(String field) {
        return body.has(field);
    }

    /** Returns a text that is there. */
    String text(String field) {
        return body.get(field).getAsString();
    }

    /** Returns a number, or another if it is not there. */
    long number(String field, long otherwise) {
        return has(field) ? body.get(field).getAsBigDecimal().longValueExact() : otherwise;
    }
}
