// SPDX-License-Identifier: EPL-2.0
package org.trapline.api;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

import org.trapline.machine.state.StateException;
import org.trapline.runtime.Guest;
import org.trapline.runtime.Lives;
import org.trapline.runtime.Resources;
import org.trapline.runtime.Session;
import org.trapline.runtime.plan.DomainPlan;
import org.trapline.runtime.plan.HostPlan;
import org.trapline.runtime.snapshot.DomainSnapshot;
import org.trapline.runtime.snapshot.HostSnapshot;
import org.trapline.runtime.snapshot.SystemSnapshot;
import org.trapline.runtime.snapshot.VCpuSnapshot;
import org.trapline.vmm.LifeCycle;
import org.trapline.vmm.life.SnapshotDiff;
import org.trapline.vmm.migration.MigrationPolicy;
import org.trapline.vmm.migration.MigrationReport;
import org.trapline.vmm.migration.Round;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;

/** Does what operations ask for, with the guests of one session. Safe for use by several threads. */
final class CloudConsole {
    private static final long CYCLES_PER_MICROSECOND = MigrationPolicy.CYCLES_PER_SECOND / 1_000_000;
    private static final double MILLI = 1000;
    private static final int PAGES_SHOWN = 1000;
    private static final int MOST_PORT = 0xffff;
    private static final int LONGEST_NAME = 100;

    private final Session session;

    CloudConsole(Session session) {
        this.session = session;
    }

    // ---- waiting for answers ----

    private Lives lives() {
        return session.lives();
    }

    /** Waits for what the session answers; what it refuses becomes an answer for whoever asked. */
    private static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.join();
        } catch (CancellationException e) {
            throw new ApiException(409, "the session has ended");
        } catch (CompletionException e) {
            if (e.getCause() instanceof IllegalArgumentException || e.getCause() instanceof IllegalStateException
                    || e.getCause() instanceof StateException) {
                throw new ApiException(409, e.getCause().getMessage());
            }
            throw e;
        }
    }

    private Guest guest(String name) {
        return session.guests().stream().filter(guest -> guest.name().equals(name) && guest.lifeCycle() != LifeCycle.DELETED).findFirst()
            .orElseThrow(() -> ApiException.notFound("there is no guest '" + name + "'; there are "
                + session.guests().stream().filter(guest -> guest.lifeCycle() != LifeCycle.DELETED).map(Guest::name).collect(Collectors.joining(", "))));
    }

    private Guest named(Call call) {
        return guest(call.path("guest"));
    }

    private int host(String name) {
        List<String> names = session.plan().hosts().stream().map(HostPlan::name).toList();
        int index = names.indexOf(name);
        if (index < 0) {
            throw ApiException.notFound("there is no host '" + name + "'; there are " + String.join(", ", names));
        }
        return index;
    }

    /** Carries out something about a guest, and tells how it is then. */
    private JsonElement after(Guest guest, CompletableFuture<?> command) {
        await(command);
        return describe(guest, await(session.snapshot()));
    }

    /** Returns the name that something new is to have: one that can be shown, and written in a path. */
    private static String name(Call call) {
        String name = call.text("name");
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw ApiException.badRequest("'name' must have 1 to " + LONGEST_NAME + " characters, all of which can be shown");
        }
        return name;
    }

    // ---- the session ----

    JsonElement session(Call call) {
        SystemSnapshot now = await(session.snapshot());
        JsonObject answer = new JsonObject();
        answer.addProperty("file", session.plan().file().getFileName().toString());
        answer.addProperty("state", session.state().name().toLowerCase(Locale.ROOT));
        answer.addProperty("instructions", now.hosts().stream().mapToLong(HostSnapshot::instret).sum());
        return answer;
    }

    JsonElement pauseSession(Call call) {
        session.pause();
        return session(call);
    }

    JsonElement resumeSession(Call call) {
        session.resume();
        return session(call);
    }

    JsonElement hosts(Call call) {
        SystemSnapshot now = await(session.snapshot());
        JsonArray answer = new JsonArray();
        for (HostPlan host : session.plan().hosts()) {
            JsonObject described = new JsonObject();
            described.addProperty("name", host.name());
            described.addProperty("isa", host.isa().toString());
            described.addProperty("cores", host.cores());
            described.addProperty("memory", host.memory());
            now.hosts().stream().filter(state -> state.name().equals(host.name())).findFirst().ifPresent(state -> {
                described.addProperty("cycles", state.cycle());
                described.addProperty("instructions", state.instret());
            });
            answer.add(described);
        }
        return answer;
    }

    // ---- guests ----

    JsonElement guests(Call call) {
        SystemSnapshot now = await(session.snapshot());
        JsonArray answer = new JsonArray();
        session.guests().stream().filter(guest -> guest.lifeCycle() != LifeCycle.DELETED).forEach(guest -> answer.add(describe(guest, now)));
        return answer;
    }

    JsonElement guest(Call call) {
        return describe(named(call), await(session.snapshot()));
    }

    private JsonObject describe(Guest guest, SystemSnapshot now) {
        JsonObject described = new JsonObject();
        described.addProperty("name", guest.name());
        described.addProperty("host", session.plan().hosts().get(guest.host()).name());
        described.addProperty("state", guest.lifeCycle().word());
        described.addProperty("program", guest.plan().program().name());
        lives().doubt(guest).ifPresent(doubt -> described.addProperty("doubt", doubt));
        for (HostSnapshot host : now.hosts()) {
            host.domains().stream().filter(domain -> domain.name().equals(guest.name()) && domain.lifeCycle() == guest.lifeCycle()).findFirst()
                .ifPresent(domain -> describe(domain, described));
        }
        return described;
    }

    private static void describe(DomainSnapshot domain, JsonObject into) {
        into.addProperty("vcpus", domain.vcpus().size());
        into.addProperty("memory", domain.memory().size());
        into.addProperty("exits", domain.vcpus().stream().mapToLong(VCpuSnapshot::exits).sum());
        into.addProperty("instructions", domain.vcpus().stream().mapToLong(vcpu -> vcpu.nativeInstructions() + vcpu.emulated()).sum());
    }

    JsonElement create(Call call) {
        if (call.has("template") == call.has("like")) {
            throw ApiException.badRequest("a guest is made of a 'template', or 'like' another; give one of the two");
        }
        int host = host(call.text("host"));
        Guest made;
        if (call.has("template")) {
            if (call.has("vcpus") || call.has("memory")) {
                throw ApiException.badRequest("what is made of a template has the template's size");
            }
            if (!await(lives().templates()).contains(call.text("template"))) {
                throw ApiException.notFound("there is no template '" + call.text("template") + "'");
            }
            made = await(lives().instantiate(call.text("template"), host, name(call)));
        } else {
            Guest like = guest(call.text("like"));
            DomainPlan plan = await(lives().plan(like));
            made = await(lives().createLike(like, host, name(call), vcpus(call, plan), call.number("memory", plan.memory())));
        }
        return describe(made, await(session.snapshot()));
    }

    private static int vcpus(Call call, DomainPlan otherwise) {
        long vcpus = call.number("vcpus", otherwise == null ? 1 : otherwise.vcpus());
        if (vcpus < 1 || vcpus > Byte.MAX_VALUE) {
            throw ApiException.badRequest("'vcpus' must be from 1 to " + Byte.MAX_VALUE);
        }
        return (int) vcpus;
    }

    JsonElement resize(Call call) {
        Guest guest = named(call);
        if (call.body().isEmpty()) {
            throw ApiException.badRequest("nothing is said to change");
        }
        long weight = call.number("weight", 1);
        long cpus = call.number("milli_cpus", 0);
        if (weight < 1 || weight > Integer.MAX_VALUE || cpus < 0 || call.number("memory", 1) < 1) {
            throw ApiException.badRequest("'weight' and 'memory' are 1 or more, 'milli_cpus' is 0 for no limit, or more");
        }
        return after(guest, lives().resize(guest, new Resources(call.has("vcpus") ? vcpus(call, null) : 0, call.number("memory", 0),
            call.has("weight") ? (int) weight : 0, call.has("milli_cpus") ? OptionalDouble.of(cpus / MILLI) : OptionalDouble.empty())));
    }

    JsonElement delete(Call call) {
        await(lives().delete(named(call)));
        return done();
    }

    private static JsonObject done() {
        JsonObject answer = new JsonObject();
        answer.addProperty("done", true);
        return answer;
    }

    /** Takes the guest that a call names a step further in its life. */
    JsonElement step(Call call, BiFunction<Lives, Guest, CompletableFuture<?>> command) {
        Guest guest = named(call);
        return after(guest, command.apply(lives(), guest));
    }

    JsonElement copy(Call call) {
        return describe(await(lives().clone(named(call), name(call))), await(session.snapshot()));
    }

    // ---- migration ----

    JsonElement migrate(Call call) {
        Guest guest = named(call);
        if (call.has("host") == call.has("address")) {
            throw ApiException.badRequest("a guest goes to a 'host' of this session, or to the 'address' of another; give one of the two");
        }
        return describe(await(call.has("host") ? lives().migrate(guest, host(call.text("host")), policy(call))
            : lives().migrate(guest, address(call.text("address")), policy(call))), guest);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            if (colon > 0 && port > 0 && port <= MOST_PORT) {
                InetSocketAddress address = new InetSocketAddress(text.substring(0, colon), port);
                if (address.isUnresolved()) {
                    throw ApiException.badRequest("'address' is '" + text + "', and nobody has that name");
                }
                return address;
            }
        } catch (NumberFormatException e) {
            // Told below, as for numbers that are no port.
        }
        throw ApiException.badRequest("'address' is '" + text + "'; expected HOST:PORT, such as localhost:7000");
    }

    JsonElement settle(Call call) {
        Guest guest = named(call);
        String runs = call.text("runs");
        if (!runs.equals("here") && !runs.equals("there")) {
            throw ApiException.badRequest("'runs' is '" + runs + "'; expected here or there");
        }
        return after(guest, lives().settle(guest, runs.equals("here")));
    }

    private static MigrationPolicy policy(Call call) {
        MigrationPolicy policy = MigrationPolicy.standard();
        long downtime = call.number("max_downtime", policy.maxDowntime() / CYCLES_PER_MICROSECOND);
        long rounds = call.number("max_rounds", policy.maxRounds());
        if (downtime < 0 || downtime > Long.MAX_VALUE / CYCLES_PER_MICROSECOND || rounds < 1 || rounds > Integer.MAX_VALUE) {
            throw ApiException.badRequest("'max_downtime' is a number of microseconds, 'max_rounds' 1 or more");
        }
        policy = policy.withMaxDowntime(downtime * CYCLES_PER_MICROSECOND).withMaxRounds((int) rounds);
        if (call.has("otherwise")) {
            policy = policy.withOtherwise(otherwise(call.text("otherwise")));
        }
        long bandwidth = call.number("bandwidth", policy.bytesPerSecond());
        if (bandwidth < 1) {
            throw ApiException.badRequest("'bandwidth' must be 1 byte a second or more");
        }
        return policy.withBytesPerSecond(bandwidth);
    }

    private static MigrationPolicy.Otherwise otherwise(String word) {
        return Arrays.stream(MigrationPolicy.Otherwise.values()).filter(each -> each.name().toLowerCase(Locale.ROOT).equals(word)).findFirst()
            .orElseThrow(() -> ApiException.badRequest("'otherwise' is '" + word + "'; expected stop_and_copy, cancel or post_copy"));
    }

    private JsonObject describe(MigrationReport report, Guest guest) {
        JsonObject answer = new JsonObject();
        answer.addProperty("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
        answer.addProperty("host", session.plan().hosts().get(guest.host()).name());
        if (!report.reason().isEmpty()) {
            answer.addProperty("reason", report.reason());
        }
        answer.addProperty("converged", report.converged());
        answer.addProperty("bytes", report.bytes());
        answer.addProperty("downtime_cycles", report.downtime());
        answer.addProperty("cycles", report.cycles());
        answer.addProperty("fetched", report.fetched());
        JsonArray rounds = new JsonArray();
        for (Round round : report.rounds()) {
            JsonObject described = new JsonObject();
            described.addProperty("pages", round.pages());
            described.addProperty("bytes", round.bytes());
            described.addProperty("dirty", round.dirty());
            described.addProperty("cycles", round.cycles());
            rounds.add(described);
        }
        answer.add("rounds", rounds);
        return answer;
    }

    // ---- consoles ----

    JsonElement output(Call call) {
        Guest guest = named(call);
        JsonObject answer = new JsonObject();
        answer.addProperty("text", guest.console().text());
        answer.addProperty("dropped", guest.console().dropped());
        return answer;
    }

    JsonElement type(Call call) {
        named(call).console().send(call.text("text"));
        return done();
    }

    // ---- snapshots and templates ----

    JsonElement snapshots(Call call) {
        Guest guest = named(call);
        JsonArray answer = new JsonArray();
        for (String name : await(lives().snapshots(guest))) {
            JsonObject described = new JsonObject();
            described.addProperty("name", name);
            described.addProperty("parent", await(lives().parent(guest, name)));
            answer.add(described);
        }
        return answer;
    }

    JsonElement snapshot(Call call) {
        await(lives().snapshot(named(call), name(call)));
        return snapshots(call);
    }

    JsonElement removeSnapshot(Call call) {
        await(lives().removeSnapshot(named(call), existing(call, "snapshot")));
        return snapshots(call);
    }

    JsonElement restore(Call call) {
        Guest guest = named(call);
        return after(guest, lives().restore(guest, existing(call, "snapshot")));
    }

    private String existing(Call call, String place) {
        String name = call.path(place);
        if (!await(lives().snapshots(named(call))).contains(name)) {
            throw ApiException.notFound("there is no snapshot '" + name + "' of " + named(call).name());
        }
        return name;
    }

    JsonElement compare(Call call) {
        SnapshotDiff diff = await(lives().diff(named(call), existing(call, "snapshot"), existing(call, "other")));
        JsonObject answer = new JsonObject();
        answer.addProperty("pages", diff.pages().size());
        JsonArray numbers = new JsonArray();
        diff.pages().stream().limit(PAGES_SHOWN).forEach(numbers::add);
        answer.add("page_numbers", numbers);
        answer.addProperty("disk_pages", diff.diskPages());
        answer.add("registers", fields(diff.registers()));
        answer.add("devices", fields(diff.devices()));
        return answer;
    }

    private static JsonArray fields(List<SnapshotDiff.Field> fields) {
        JsonArray answer = new JsonArray();
        for (SnapshotDiff.Field field : fields) {
            JsonObject described = new JsonObject();
            described.addProperty("name", field.name());
            described.addProperty("before", field.before());
            described.addProperty("after", field.after());
            answer.add(described);
        }
        return answer;
    }

    JsonElement templates(Call call) {
        JsonArray answer = new JsonArray();
        await(lives().templates()).forEach(answer::add);
        return answer;
    }

    JsonElement removeTemplate(Call call) {
        String name = call.path("template");
        if (!await(lives().templates()).contains(name)) {
            throw ApiException.notFound("there is no template '" + name + "'");
        }
        await(lives().removeTemplate(name));
        return templates(call);
    }

    JsonElement makeTemplate(Call call) {
        await(lives().template(guest(call.text("guest")), name(call)));
        return templates(call);
    }
}
