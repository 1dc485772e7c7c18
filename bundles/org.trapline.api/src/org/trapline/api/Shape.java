// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import java.util.List;
import java.util.Locale;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;

/** What answers consist of, one row each; the schemas of the OpenAPI description follow. */
enum Shape {
    NAME,
    NUMBER,
    SESSION(text("file"), text("state"), number("instructions")),
    HOST(text("name"), text("isa"), number("cores"), number("memory"), number("cycles").optional(), number("instructions").optional()),
    GUEST(text("name"), text("host"), text("state"), text("program"), text("doubt").optional(), number("vcpus").optional(), number("memory").optional(),
        number("exits").optional(), number("instructions").optional()),
    DONE(truth("done")),
    ROUND(number("pages"), number("bytes"), number("dirty"), number("cycles")),
    MIGRATION(text("outcome"), text("host"), text("reason").optional(), truth("converged"), number("bytes"), number("downtime_cycles"), number("cycles"),
        number("fetched"), list("rounds", "round")),
    CONSOLE(text("text"), number("dropped")),
    SNAPSHOT(text("name"), text("parent")),
    FIELD(text("name"), text("before"), text("after")),
    DIFF(number("pages"), list("page_numbers", "number"), number("disk_pages"), list("registers", "field"), list("devices", "field")),
    ERROR(text("error"));

    private final List<Member> members;

    Shape(Member... members) {
        this.members = List.of(members);
    }

    /**
     * A member of an object.
     *
     * @param type     in JSON Schema
     * @param of       of a list, the name of the shape of what is in it
     * @param required whether it is always there
     */
    private record Member(String name, String type, String of, boolean required) {
        Member optional() {
            return new Member(name, type, of, false);
        }
    }

    private static Member text(String name) {
        return new Member(name, "string", "", true);
    }

    private static Member number(String name) {
        return new Member(name, "integer", "", true);
    }

    private static Member truth(String name) {
        return new Member(name, "boolean", "", true);
    }

    private static Member list(String name, String of) {
        return new Member(name, "array", of, true);
    }

    /** Returns the name of its schema. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Returns where a schema is found by its name. */
    static JsonObject reference(String label) {
        JsonObject schema = new JsonObject();
        schema.addProperty("$ref", "#/components/schemas/" + label);
        return schema;
    }

    /** Returns the schema of a list of what has a schema. */
    static JsonObject listOf(String label) {
        JsonObject schema = new JsonObject();
        schema.addProperty("type", "array");
        schema.add("items", reference(label));
        return schema;
    }

    JsonObject schema() {
        JsonObject schema = new JsonObject();
        if (members.isEmpty()) {
            schema.addProperty("type", this == NAME ? "string" : "integer");
            return schema;
        }
        schema.addProperty("type", "object");
        JsonObject properties = new JsonObject();
        JsonArray required = new JsonArray();
        for (Member member : members) {
            JsonObject property = new JsonObject();
            property.addProperty("type", member.type);
            properties.add(member.name, member.of.isEmpty() ? property : listOf(member.of));
            if (member.required) {
                required.add(member.name);
            }
        }
        schema.add("properties", properties);
        schema.add("required", required);
        schema.addProperty("additionalProperties", false);
        return schema;
    }
}
