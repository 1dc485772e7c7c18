// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import static org.trapline.api.Field.number;
import static org.trapline.api.Field.text;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.trapline.runtime.Lives;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Everything that can be asked, one row each: how, what it does, and what it takes. */
enum Operation {
    GET_SESSION("GET", "/v1/session", Answer.one(Shape.SESSION), "How far the session has come.", CloudConsole::session),
    PAUSE_SESSION("POST", "/v1/session/pause", Answer.one(Shape.SESSION), "Stop the time of all machines.", CloudConsole::pauseSession),
    RESUME_SESSION("POST", "/v1/session/resume", Answer.one(Shape.SESSION), "Let all machines run on.", CloudConsole::resumeSession),

    LIST_HOSTS("GET", "/v1/hosts", Answer.list(Shape.HOST), "The physical machines.", CloudConsole::hosts),

    LIST_GUESTS("GET", "/v1/guests", Answer.list(Shape.GUEST), "All virtual machines, and programs that have a host to themselves.", CloudConsole::guests),
    CREATE_GUEST("POST", "/v1/guests", Answer.one(Shape.GUEST),
        "Make a virtual machine: of a template, and it runs at once, or with the program of another, and it waits to be started.",
        CloudConsole::create, text("name", "what it is to be called"), text("host", "where it is to be"),
        text("template", "of which template").optional(), text("like", "the guest whose program it gets").optional(),
        number("vcpus", "how many vCPUs, if not as many as the other").optional(),
        number("memory", "bytes of memory, if not as many as the other").optional()),
    GET_GUEST("GET", "/v1/guests/{guest}", Answer.one(Shape.GUEST), "A virtual machine: where it is, how it is, what it has done.", CloudConsole::guest),
    RESIZE_GUEST("PATCH", "/v1/guests/{guest}", Answer.one(Shape.GUEST),
        "Give a virtual machine other resources: its part of the cores at any time, memory while it runs if it has a balloon, the rest when it is off.",
        CloudConsole::resize, number("vcpus", "how many vCPUs").optional(), number("memory", "bytes of memory").optional(),
        number("weight", "its part of the cores beside the weights of others").optional(),
        number("milli_cpus", "thousandths of a core that it gets at most; 0 for no limit").optional()),
    DELETE_GUEST("DELETE", "/v1/guests/{guest}", Answer.one(Shape.DONE),
        "Delete a virtual machine that does not run; what it had is given back.", CloudConsole::delete),
    START_GUEST("POST", "/v1/guests/{guest}/start", Answer.one(Shape.GUEST), "Switch on.", (console, call) -> console.step(call, Lives::start)),
    STOP_GUEST("POST", "/v1/guests/{guest}/stop", Answer.one(Shape.GUEST),
        "Switch off, as pulling the plug does.", (console, call) -> console.step(call, Lives::stop)),
    RESET_GUEST("POST", "/v1/guests/{guest}/reset", Answer.one(Shape.GUEST),
        "Start again, as a reset button does.", (console, call) -> console.step(call, Lives::reset)),
    PAUSE_GUEST("POST", "/v1/guests/{guest}/pause", Answer.one(Shape.GUEST),
        "Take off the processors; its time stands still.", (console, call) -> console.step(call, Lives::pause)),
    RESUME_GUEST("POST", "/v1/guests/{guest}/resume", Answer.one(Shape.GUEST),
        "Let run on what is paused or suspended.", (console, call) -> console.step(call, Lives::resume)),
    SUSPEND_GUEST("POST", "/v1/guests/{guest}/suspend", Answer.one(Shape.GUEST),
        "Keep its state, and give back what it had on its host.", (console, call) -> console.step(call, Lives::suspend)),
    CLONE_GUEST("POST", "/v1/guests/{guest}/clone", Answer.one(Shape.GUEST), "Make another that goes on from where this one stands.", CloudConsole::copy,
        text("name", "what the clone is to be called")),
    MIGRATE_GUEST("POST", "/v1/guests/{guest}/migrate", Answer.one(Shape.MIGRATION),
        "Move it while it runs, to another host, or to another process that listens for it; answers when that is over.", CloudConsole::migrate,
        text("host", "to which host").optional(), text("address", "to which process: HOST:PORT").optional(), number("bandwidth", "bytes that can be sent in a second").optional(),
        number("max_downtime", "microseconds for which it may stand still").optional(), number("max_rounds", "rounds of copying at most").optional(),
        text("otherwise", "what to do if it writes faster than can be sent: stop_and_copy, cancel or post_copy").optional()),

    SETTLE_MIGRATION("POST", "/v1/guests/{guest}/migrate/settle", Answer.one(Shape.GUEST),
        "Say where a virtual machine is of which that cannot be found out, because the other process cannot be reached: see its 'doubt'. Look there first: "
            + "if what you say is wrong it runs twice, or nowhere.", CloudConsole::settle,
        text("runs", "'here', and the other process does not have it and never will; or 'there', and it is given up here")),

    GET_CONSOLE("GET", "/v1/guests/{guest}/console", Answer.one(Shape.CONSOLE), "What it has printed.", CloudConsole::output),
    TYPE("POST", "/v1/guests/{guest}/console", Answer.one(Shape.DONE), "Type something at its console.", CloudConsole::type, text("text", "what to type")),

    LIST_SNAPSHOTS("GET", "/v1/guests/{guest}/snapshots", Answer.list(Shape.SNAPSHOT), "Its snapshots, a tree.", CloudConsole::snapshots),
    TAKE_SNAPSHOT("POST", "/v1/guests/{guest}/snapshots", Answer.list(Shape.SNAPSHOT),
        "Keep its state under a name.", CloudConsole::snapshot, text("name", "the snapshot's name")),
    DELETE_SNAPSHOT("DELETE", "/v1/guests/{guest}/snapshots/{snapshot}", Answer.list(Shape.SNAPSHOT), "Forget a snapshot.", CloudConsole::removeSnapshot),
    RESTORE("POST", "/v1/guests/{guest}/snapshots/{snapshot}/restore", Answer.one(Shape.GUEST), "Go on from a snapshot.", CloudConsole::restore),
    COMPARE("GET", "/v1/guests/{guest}/snapshots/{snapshot}/diff/{other}", Answer.one(Shape.DIFF), "Where two snapshots differ.", CloudConsole::compare),

    LIST_TEMPLATES("GET", "/v1/templates", Answer.list(Shape.NAME), "The templates that guests can be made of.", CloudConsole::templates),
    MAKE_TEMPLATE("POST", "/v1/templates", Answer.list(Shape.NAME), "Make a template of a guest, which is left as it is.", CloudConsole::makeTemplate,
        text("name", "the template's name"), text("guest", "the guest")),
    DELETE_TEMPLATE("DELETE", "/v1/templates/{template}", Answer.list(Shape.NAME), "Forget a template; what was made of it stays.",
        CloudConsole::removeTemplate);

    private final String method;
    private final String path;
    private final Answer answer;
    private final String summary;
    private final Action action;
    private final List<Field> fields;

    /**
     * What it answers when it has been done.
     *
     * @param of     what that consists of
     * @param isList whether it is a list of those
     */
    record Answer(Shape of, boolean isList) {
        static Answer one(Shape of) {
            return new Answer(of, false);
        }

        static Answer list(Shape of) {
            return new Answer(of, true);
        }

        JsonObject schema() {
            return isList ? Shape.listOf(of.label()) : Shape.reference(of.label());
        }
    }

    /** Carries a call out. */
    @FunctionalInterface
    interface Action {
        JsonElement run(CloudConsole console, Call call);
    }

    Operation(String method, String path, Answer answer, String summary, Action action, Field... fields) {
        this.method = method;
        this.path = path;
        this.answer = answer;
        this.summary = summary;
        this.action = action;
        this.fields = List.of(fields);
    }

    /** Returns the method of HTTP. */
    String method() {
        return method;
    }

    /** Returns the path; what stands in braces is a name. */
    String path() {
        return path;
    }

    /** Returns what it answers. */
    Answer answer() {
        return answer;
    }

    /** Returns what it does. */
    String summary() {
        return summary;
    }

    /** Returns what its body may have. */
    List<Field> fields() {
        return fields;
    }

    /** Tells whether it answers a list of which a part can be asked for. */
    boolean isPaged() {
        return answer.isList && method.equals("GET");
    }

    /** Tells whether it takes a body. */
    boolean hasBody() {
        return !fields.isEmpty();
    }

    JsonElement run(CloudConsole console, Call call) {
        call.check(fields);
        call.checkQuery(isPaged());
        JsonElement answered = action.run(console, call);
        return isPaged() ? call.part(answered.getAsJsonArray()) : answered;
    }

    /**
     * Compares its path with one that was asked for.
     * @param parts of the path, decoded
     * @return what stands in the places that are in braces; nothing if it is another path
     */
    Optional<Map<String, String>> match(List<String> parts) {
        String[] own = path.substring(1).split("/");
        if (own.length != parts.size()) {
            return Optional.empty();
        }
        Map<String, String> found = new TreeMap<>();
        for (int i = 0; i < own.length; i++) {
            if (own[i].startsWith("{")) {
                found.put(own[i].substring(1, own[i].length() - 1), parts.get(i));
            } else if (!own[i].equals(parts.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(found);
    }
}
