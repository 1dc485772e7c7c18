// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.trapline.isa.Isa;
import org.trapline.machine.Code;
import org.trapline.machine.Machine;
import org.trapline.machine.MachineConfig;
import org.trapline.machine.device.virtio.block.VirtioBlock;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.device.virtio.balloon.VirtioBalloon;
import org.trapline.machine.device.virtio.entropy.VirtioEntropy;
import org.trapline.machine.device.virtio.network.VirtioNetwork;
import org.trapline.machine.network.EthernetSwitch;
import org.trapline.machine.storage.DiskImage;

/**
 * Nothing that can change is missing from the state. The test walks from a machine to everything that belongs to it, changes each field and looks
 * whether the state is another one then. What is not state must be named here, with the reason.
 */
class StateCoverageTest {
    private static final String OURS = "org.trapline.machine.";
    private static final int SAMPLES = 40;

    /** Packages and classes that have no state: what is decoded, watched or fixed. */
    private static final Map<String, String> STATELESS = Map.ofEntries(
        Map.entry("engine.", "what is decoded follows from memory"),
        Map.entry("debug.", "where to stop is a matter of who watches"),
        Map.entry("state.", "describes the state of others"),
        Map.entry("memory.Ram", "its pages are in the state as a whole; flags and listeners say who may touch them directly"),
        Map.entry("memory.Bus", "the memory map is fixed; it remembers the last region found"),
        Map.entry("MachineConfig", "fixed"),
        Map.entry("platform.PlatformConfig", "fixed"),
        Map.entry("platform.Chosen", "what the machine was made with"),
        Map.entry("privileged.Trap", "on its way only while an instruction is executed"),
        Map.entry("mmu.Regime", "of one access"),
        Map.entry("mmu.KnownMode", "says again what the contexts have said"),
        Map.entry("mmu.Translator", "of one access"),
        Map.entry("mmu.PageWalker", "of one access"));

    /** Fields that are not state. */
    private static final Map<String, String> DERIVED = new TreeMap<>(Map.ofEntries(
        Map.entry("Machine.current", "follows from turn"),
        Map.entry("Machine.lastStop", "for who watches"),
        Map.entry("Machine.lastInstant", "an argument of the run that is going on"),
        Map.entry("SwitchPort.whenComing", "fixed"),
        Map.entry("Machine.idleLimit", "an argument of the run that is going on"),
        Map.entry("Machine.stopRequested", "a command from outside"),
        Map.entry("Partition.booted", "whether it has a state"),
        Map.entry("Partition.bootLoader", "what the machine was made with"),
        Map.entry("Partition.whenOff", "fixed"),
        Map.entry("SbiFirmware.steal", "is a part of the state where it is there"),
        Map.entry("SlotWiring.assigned", "to whom a device is assigned is fixed"),
        Map.entry("SlotWiring.gpa", "to whom a device is assigned is fixed"),
        Map.entry("SlotWiring.hpa", "to whom a device is assigned is fixed"),
        Map.entry("SlotWiring.line", "to whom a device is assigned is fixed"),
        Map.entry("SlotWiring.size", "to whom a device is assigned is fixed"),
        Map.entry("SlotWiring.whenRefused", "to whom a device is assigned is fixed"),
        Map.entry("SbiServices.steal", "the same"),
        Map.entry("Partition.entry", "what the machine was made with"),
        Map.entry("Partition.firmware", "what the machine was made with"),
        Map.entry("Partition.htif", "what the machine was made with"),
        Map.entry("ConsoleInput.noted", "history"),
        Map.entry("OutputGate.shown", "history"),
        Map.entry("Hart.engine", "fixed"),
        Map.entry("Hart.fenceListener", "fixed"),
        Map.entry("Hart.deadline", "an argument of the run that is going on"),
        Map.entry("Hart.deviceAccesses", "of one instruction"),
        Map.entry("SbiFirmware.calls", "of one instruction"),
        Map.entry("Hart.attention", "of the run that is going on"),
        Map.entry("Hart.pausing", "of the run that is going on"),
        Map.entry("Hart.trace", "for who watches"),
        Map.entry("Hart.origin", "for who watches"),
        Map.entry("Hart.plane", "for who watches"),
        Map.entry("Hart.timeline", "for who watches"),
        Map.entry("Hart.watchesTraps", "for who watches"),
        Map.entry("Hart.residentModes", "what the machine was made with"),
        Map.entry("Platform.chosen", "what the machine was made with"),
        Map.entry("FloatUnit.virtual", "follows from the mode"),
        Map.entry("Interrupts.ready", "follows from the registers"),
        Map.entry("Mmu.actsAsGuest", "of one access"),
        Map.entry("Mmu.currentTag", "of one access"),
        Map.entry("VirtioBlock.buffer", "of one request's portion"),
        Map.entry("VirtioConsole.buffer", "of one request's portion"),
        Map.entry("VirtioBalloon.owner", "fixed"),
        Map.entry("VirtioEntropy.buffer", "of one request's portion"),
        Map.entry("VirtioMmio.failure", "why it failed, for who watches; that it did is in its status"),
        Map.entry("MappingFilter.sizes", "follows from the fetched pages and the levels"),
        Map.entry("Tlb.superpages", "follows from the levels"),
        Map.entry("FetchPages.slots", "finds what is saved"),
        Map.entry("Contexts.lastSerial", "numbers of this run's decoded blocks"),
        Map.entry("Contexts.serial", "numbers of this run's decoded blocks"),
        Map.entry("Contexts.version", "tells of changes of them"),
        Map.entry("Interrupts.enabled", "follows from the registers"),
        Map.entry("PrivilegedState.modeNumber", "the mode"),
        Map.entry("MappingFilter.words", "follows from the fetched pages and the levels"),
        Map.entry("Mmu.fetchSerial", "numbers of this run's decoded blocks"),
        Map.entry("Mmu.state", "fixed"),
        Map.entry("Mmu.missingBits", "fixed"),
        Map.entry("Mmu.gate", "fixed"),
        Map.entry("Mmu.translator", "fixed"),
        Map.entry("VirtioDevice.transport", "fixed"),
        Map.entry("Platform.foreignTree", "what the machine was made with"),
        Map.entry("QueueWorker.current", "is state, but nothing is at work here"),
        Map.entry("VirtioBlock.current", "is state, but nothing is at work here"),
        Map.entry("Mmu.observer", "for who watches"),
        Map.entry("Mmu.accesses", "for who watches"),
        Map.entry("Uart16550.whenListening", "fixed"),
        Map.entry("DiskImage.checksum", "of the file behind, which stays as it is"),
        Map.entry("DiskImage.stamp", "of the file behind, which stays as it is"),
        Map.entry("Pmp.first", "follows from the registers"),
        Map.entry("Pmp.end", "follows from the registers"),
        Map.entry("Pmp.active", "follows from the registers")));

    private final Machine machine = machine();
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Object> ahead = new ArrayDeque<>();
    private final Set<String> missing = new TreeSet<>();
    private final Set<String> covered = new TreeSet<>();
    private final Set<String> needed = new TreeSet<>();
    private byte[] state;
    private int looked;

    private static Machine machine() {
        Isa isa = Isa.parse("rv64gch_sstc");
        Machine machine = new Machine(new MachineConfig(isa, 2, 1 << 20, value -> { }, 0, true, Set.of())
            .withVirtio(List.of(() -> new VirtioBlock(DiskImage.blank(1 << 16), false, "disk"), () -> new VirtioEntropy(1), () -> new VirtioConsole(value -> { }),
                VirtioBalloon::new,
                () -> new VirtioNetwork(new EthernetSwitch("lan", 1, null).connect(() -> 0), new byte[VirtioNetwork.MAC_BYTES], 0, ""))));
        Code code = Code.here().op(org.trapline.isa.Instruction.JAL, 0, 0);
        machine.bootFirmware(code.base(), () -> code.load(machine.platform()));
        machine.run(5_000);
        return machine;
    }

    @Test
    void everyFieldIsStateOrNamedHere() throws IllegalAccessException {
        machine.platform().uart().receive('x');
        state = StateImage.of(machine).data();
        visit(machine);
        while (!ahead.isEmpty()) {
            look(ahead.pop());
        }
        assertTrue(looked > 200, "only " + looked + " values were found");
        // Of several harts, one may have nothing yet where another has something.
        missing.removeAll(covered);
        assertEquals(Set.of(), missing, "neither in the state nor named as not belonging there");
        Set<String> idle = new TreeSet<>(DERIVED.keySet());
        idle.removeAll(needed);
        assertEquals(Set.of(), idle, "named, but there is no such field, or it is state");
    }

    private void visit(Object object) {
        if (object == null) {
            return;
        }
        if (object instanceof Collection<?> collection) {
            collection.forEach(this::visit);
        } else if (object instanceof Map<?, ?> map) {
            map.values().forEach(this::visit);
        } else if (object instanceof Object[] array) {
            Arrays.asList(array).forEach(this::visit);
        } else if (isOurs(object.getClass()) && seen.add(object)) {
            ahead.push(object);
        }
    }

    private static boolean isOurs(Class<?> type) {
        if (!type.getName().startsWith(OURS) || type.isEnum() || type.isHidden() || type.isSynthetic()) {
            return false;
        }
        String name = type.getName().substring(OURS.length());
        return STATELESS.keySet().stream().noneMatch(prefix -> prefix.endsWith(".") ? name.startsWith(prefix) : name.equals(prefix));
    }

    private void look(Object object) throws IllegalAccessException {
        for (Class<?> type = object.getClass(); type != null && type.getName().startsWith(OURS); type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (!Modifier.isStatic(field.getModifiers()) && !field.isSynthetic()) {
                    field.setAccessible(true);
                    look(object, field);
                }
            }
        }
    }

    private void look(Object object, Field field) throws IllegalAccessException {
        String name = field.getDeclaringClass().getSimpleName() + "." + field.getName();
        boolean isFixed = Modifier.isFinal(field.getModifiers());
        Object value = field.get(object);
        if (field.getType().isPrimitive()) {
            if (!isFixed) {
                field.set(object, other(value));
                judge(name, isState());
                field.set(object, value);
            }
        } else if (value != null && value.getClass().isArray() && value.getClass().getComponentType().isPrimitive()) {
            lookAtElements(name, value);
        } else {
            if (!isFixed && (value != null || field.getType().isEnum()) && isPlain(field.getType())) {
                Object instead = field.getType().isEnum() ? otherConstant(field.getType(), value) : null;
                field.set(object, instead);
                judge(name, isState());
                field.set(object, value);
            } else if (!isFixed) {
                // Something of a kind that the test cannot make another of.
                judge(name, false);
            }
            visit(value);
        }
    }

    /** Tells whether such a field holds a value, and not something that has a state of its own. */
    private static boolean isPlain(Class<?> type) {
        return type.isEnum() || type.isRecord() || type == String.class || Number.class.isAssignableFrom(type);
    }

    private static Object otherConstant(Class<?> type, Object value) {
        for (Object each : type.getEnumConstants()) {
            if (each != value) {
                return each;
            }
        }
        return null;
    }

    /** Some elements may stand for nothing, such as registers that the hart does not have; not all of them. */
    private void lookAtElements(String name, Object array) {
        int length = Array.getLength(array);
        boolean isState = length == 0;
        for (int i = 0; i < SAMPLES && !isState; i++) {
            int index = (int) ((long) i * length / SAMPLES);
            Object value = Array.get(array, index);
            Array.set(array, index, other(value));
            isState = isState();
            Array.set(array, index, value);
        }
        judge(name, isState);
    }

    private static Object other(Object value) {
        return switch (value) {
            case Boolean flag -> !flag;
            case Long number -> number ^ 1;
            case Integer number -> number ^ 1;
            case Short number -> (short) (number ^ 1);
            case Byte number -> (byte) (number ^ 1);
            default -> throw new AssertionError("a field of type " + value.getClass());
        };
    }

    private void judge(String name, boolean isState) {
        looked++;
        if (!isState) {
            (DERIVED.containsKey(name) ? needed : missing).add(name);
        } else {
            covered.add(name);
        }
    }

    private boolean isState() {
        try {
            return !Arrays.equals(state, StateImage.of(machine).data());
        } catch (RuntimeException e) {
            // Whoever refuses to write a value down has looked at it.
            return true;
        }
    }
}
