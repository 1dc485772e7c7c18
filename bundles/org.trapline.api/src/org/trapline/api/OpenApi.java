// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** The OpenAPI description of the interface, made from the rows of {@link Operation}. */
final class OpenApi {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)}");

    private OpenApi() {
    }

    static JsonObject describe() {
        JsonObject document = new JsonObject();
        document.addProperty("openapi", "3.1.0");
        JsonObject info = new JsonObject();
        info.addProperty("title", "Trapline");
        info.addProperty("version", "1");
        info.addProperty("description", "The virtual machines of a running session. Whatever is wrong with a request is answered by "
            + "a JSON object with an 'error' for people; only what is no request of HTTP at all, or has a line or header of many thousand characters, is refused "
            + "with its status alone, or hung up on. Bodies have at most a megabyte. Lists are answered from 'offset' on, at most 'limit' at a time.");
        document.add("info", info);
        JsonObject scheme = new JsonObject();
        scheme.addProperty("type", "http");
        scheme.addProperty("scheme", "bearer");
        JsonObject components = within("securitySchemes", within("token", scheme));
        JsonObject schemas = new JsonObject();
        for (Shape shape : Shape.values()) {
            schemas.add(shape.label(), shape.schema());
        }
        components.add("schemas", schemas);
        document.add("components", components);
        JsonArray security = new JsonArray();
        security.add(within("token", new JsonArray()));
        document.add("security", security);
        JsonObject paths = new JsonObject();
        for (Operation operation : Operation.values()) {
            if (!paths.has(operation.path())) {
                paths.add(operation.path(), new JsonObject());
            }
            paths.getAsJsonObject(operation.path()).add(operation.method().toLowerCase(Locale.ROOT), operation(operation));
        }
        document.add("paths", paths);
        return document;
    }

    private static JsonObject within(String name, JsonElement element) {
        JsonObject object = new JsonObject();
        object.add(name, element);
        return object;
    }

    private static JsonObject operation(Operation operation) {
        JsonObject described = new JsonObject();
        described.addProperty("operationId", operation.name().toLowerCase(Locale.ROOT));
        described.addProperty("summary", operation.summary());
        JsonArray parameters = new JsonArray();
        for (Matcher place = PLACE.matcher(operation.path()); place.find();) {
            JsonObject parameter = new JsonObject();
            parameter.addProperty("name", place.group(1));
            parameter.addProperty("in", "path");
            parameter.addProperty("required", true);
            parameter.add("schema", type("string"));
            parameters.add(parameter);
        }
        if (operation.isPaged()) {
            parameters.add(part(Call.OFFSET, "how many to leave out from the beginning", 0, Integer.MAX_VALUE));
            parameters.add(part(Call.LIMIT, "how many to answer at most", Call.MOST, Call.MOST));
        }
        if (!parameters.isEmpty()) {
            described.add("parameters", parameters);
        }
        if (operation.hasBody()) {
            JsonObject body = new JsonObject();
            body.addProperty("required", operation.fields().stream().anyMatch(Field::required));
            body.add("content", within("application/json", within("schema", schema(operation))));
            described.add("requestBody", body);
        }
        JsonObject responses = new JsonObject();
        response(responses, "200", "Done; what is asked for.", operation.answer().schema());
        error(responses, "400", "The request makes no sense.");
        error(responses, "401", "The token is missing or wrong.");
        error(responses, "404", "There is no such thing.");
        error(responses, "409", "That cannot be done now; nothing has changed.");
        error(responses, "413", "The body is too long.");
        described.add("responses", responses);
        return described;
    }

    private static JsonObject part(String name, String meaning, int otherwise, int most) {
        JsonObject parameter = new JsonObject();
        parameter.addProperty("name", name);
        parameter.addProperty("in", "query");
        parameter.addProperty("description", meaning);
        JsonObject schema = type("integer");
        schema.addProperty("minimum", 0);
        schema.addProperty("maximum", most);
        schema.addProperty("default", otherwise);
        parameter.add("schema", schema);
        return parameter;
    }

    private static void error(JsonObject responses, String status, String meaning) {
        response(responses, status, meaning, Shape.reference(Shape.ERROR.label()));
    }

    private static void response(JsonObject responses, String status, String meaning, JsonObject schema) {
        JsonObject response = new JsonObject();
        response.addProperty("description", meaning);
        response.add("content", within("application/json", within("schema", schema)));
        responses.add(status, response);
    }

    private static JsonObject type(String name) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", name);
        return schema;
    }

    private static JsonObject schema(Operation operation) {
        JsonObject schema = type("object");
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (Field field : operation.fields()) {
            JsonObject property = type(field.type().schema());
            property.addProperty("description", field.meaning());
            properties.add(field.name(), property);
            if (field.required()) {
                required.add(field.name());
            }
        }
        schema.add("properties", properties);
        if (!required.isEmpty()) {
            schema.add("required", required);
        }
        schema.addProperty("additionalProperties", false);
        return schema;
    }
}
