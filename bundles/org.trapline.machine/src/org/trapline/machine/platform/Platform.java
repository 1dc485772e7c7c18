// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.platform;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.trapline.isa.Cause;
import org.trapline.isa.Extension;
import org.trapline.machine.device.Clock;
import org.trapline.machine.device.ConsoleOutput;
import org.trapline.machine.device.Device;
import org.trapline.machine.device.Dma;
import org.trapline.machine.device.InterruptLine;
import org.trapline.machine.device.OutputGate;
import org.trapline.machine.device.Timed;
import org.trapline.machine.device.TimedDevice;
import org.trapline.machine.device.clint.Clint;
import org.trapline.machine.device.finisher.Finisher;
import org.trapline.machine.device.mswi.Mswi;
import org.trapline.machine.device.mtimer.Mtimer;
import org.trapline.machine.device.plic.Plic;
import org.trapline.machine.device.rtc.GoldfishRtc;
import org.trapline.machine.device.sswi.Sswi;
import org.trapline.machine.device.uart16550.Uart16550;
import org.trapline.machine.devicetree.DeviceTree;
import org.trapline.machine.devicetree.DeviceTreeException;
import org.trapline.machine.device.virtio.EmptySlot;
import org.trapline.machine.device.virtio.VirtioDevice;
import org.trapline.machine.device.virtio.VirtioMmio;
import org.trapline.machine.device.virtio.console.VirtioConsole;
import org.trapline.machine.devicetree.DeviceTreeNode;
import org.trapline.machine.devicetree.DeviceTreeReader;
import org.trapline.machine.engine.Engines;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.kernel.CacheBlocks;
import org.trapline.machine.memory.Bus;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.machine.memory.BusDma;

/**
 * Harts, memory and devices with QEMU's {@code virt} memory map, wired but not running: whoever owns the platform lets its harts run and its
 * timed devices {@link #advance}.
 */
public final class Platform implements Stateful {
    /** Physical address of the first byte of RAM. */
    public static final long RAM_BASE = 0x8000_0000L;
    public static final long FINISHER_BASE = 0x10_0000;
    public static final long RTC_BASE = 0x10_1000;
    public static final long CLINT_BASE = 0x200_0000;
    /** Where an ACLINT's timers stand, which are a part of a CLINT. */
    public static final long MTIMER_BASE = CLINT_BASE + Clint.MTIMER;
    public static final long SSWI_BASE = 0x2f0_0000;
    public static final long PLIC_BASE = 0xc00_0000;
    public static final long UART_BASE = 0x1000_0000;
    /** Address of the first virtio slot; the others follow at once. */
    public static final long VIRTIO_BASE = 0x1000_1000;
    public static final int VIRTIO_SLOTS = 8;
    /** Sources of the PLIC. */
    public static final int VIRTIO_IRQ = 1;
    public static final int UART_IRQ = 10;
    public static final int RTC_IRQ = 11;

    // The blob stands at the start of the last 64 KiB; a loader keeps away from there.
    private static final int DEVICE_TREE_ROOM = 0x1_0000;
    private static final int SEED_BYTES = 32;
    private static final List<Extension> PAGINGS = List.of(Extension.SV57, Extension.SV48, Extension.SV39);

    private final PlatformConfig config;
    private final OutputGate console;
    private final Bus bus = new Bus();
    private final List<Hart> harts = new ArrayList<>();
    private final List<Timed> timed = new ArrayList<>();
    private final List<Wired> wired = new ArrayList<>();
    private final SortedMap<String, Stateful> residents = new TreeMap<>();
    private final Mswi mswi;
    private final Mtimer mtimer;
    private final Sswi sswi;
    private final Plic plic;
    private final Uart16550 uart;
    private final Finisher finisher;
    private Chosen chosen = Chosen.NONE;
    private byte[] foreignTree;
    private final List<VirtioMmio> virtio = new ArrayList<>();
    private final List<SlotWiring> wirings = new ArrayList<>();

    private record Wired(long base, Device device, int irq) {
    }

    /** A platform whose harts interpret: what its owner has them execute is not much, as a VMM does with the harts of vCPUs. */
    public Platform(PlatformConfig config) {
        this(config, Engines.INTERPRETER);
    }

    public Platform(PlatformConfig config, Engines engines) {
        this.config = config;
        console = new OutputGate(config.console());
        if (config.pages() == null) {
            bus.attach(RAM_BASE, config.ram(), config.ramFirst(), config.ramSize());
        } else {
            bus.attach(RAM_BASE, config.ram(), config.pages(), config.ramSize());
        }
        for (int id = 0; id < config.harts(); id++) {
            Hart hart = new Hart(config.isa(), id, bus, this::mtime, config.hardwareAd(), config.quirks());
            hart.setEngine(engines.create(hart));
            harts.add(hart);
        }
        plic = attach(PLIC_BASE, new Plic(externalLines()), 0);
        mswi = new Mswi(lines(Cause.MACHINE_SOFTWARE_INTERRUPT));
        mtimer = new Mtimer(config.clock(), lines(Cause.MACHINE_TIMER_INTERRUPT));
        if (config.aclint()) {
            attach(CLINT_BASE, mswi, 0);
            attach(MTIMER_BASE, mtimer, 0);
        } else {
            attach(CLINT_BASE, new Clint(mswi, mtimer), 0);
        }
        sswi = attach(SSWI_BASE, new Sswi(harts.stream().<InterruptLine>map(hart ->
            raised -> hart.state().setPending(Cause.SUPERVISOR_SOFTWARE_INTERRUPT, raised)).toList()), 0);
        uart = attach(UART_BASE, new Uart16550(console, plic.source(UART_IRQ)), UART_IRQ);
        attach(RTC_BASE, new GoldfishRtc(config.clock(), plic.source(RTC_IRQ), config.startNanos()), RTC_IRQ);
        finisher = attach(FINISHER_BASE, new Finisher(config.finisher()), 0);
        fillSlots();
    }

    /** Returns what harts show as {@code time}. */
    private long mtime() {
        // While the harts are made there is no timer yet.
        return mtimer == null ? config.clock().ticks() : mtimer.mtime();
    }

    private void fillSlots() {
        Dma dma = new BusDma(bus);
        for (int slot = 0; slot < VIRTIO_SLOTS; slot++) {
            long base = VIRTIO_BASE + slot * VirtioMmio.SIZE;
            int irq = VIRTIO_IRQ + slot;
            if (slot < config.virtio().size()) {
                VirtioDevice device = config.virtio().get(slot).get();
                SlotWiring wiring = new SlotWiring(dma, plic.source(irq));
                wirings.add(wiring);
                virtio.add(attach(base, new VirtioMmio(device, wiring, config.clock(), wiring), irq));
            } else {
                attach(base, new EmptySlot(), irq);
            }
        }
    }

    private <D extends Device> D attach(long base, D device, int irq) {
        bus.attach(base, device);
        wired.add(new Wired(base, device, irq));
        if (device instanceof TimedDevice timedDevice) {
            timed.add(timedDevice);
        }
        return device;
    }

    private List<InterruptLine> lines(Cause interrupt) {
        return harts.stream().<InterruptLine>map(hart -> raised -> hart.state().setLine(interrupt, raised)).toList();
    }

    private List<InterruptLine> externalLines() {
        List<InterruptLine> lines = new ArrayList<>();
        for (Hart hart : harts) {
            lines.add(raised -> hart.state().setLine(Cause.MACHINE_EXTERNAL_INTERRUPT, raised));
            lines.add(raised -> hart.state().setLine(Cause.SUPERVISOR_EXTERNAL_INTERRUPT, raised));
        }
        return lines;
    }

    // ---- parts ----

    public PlatformConfig config() {
        return config;
    }

    public Bus bus() {
        return bus;
    }

    /** Returns the harts by their number. */
    public List<Hart> harts() {
        return Collections.unmodifiableList(harts);
    }

    public Hart hart(int id) {
        return harts.get(id);
    }

    /** Returns the number that a hart has in the machine of which the platform is a part. */
    public int machineNumber(int id) {
        return config.numbers().isEmpty() ? id : config.numbers().get(id);
    }

    /** Returns what takes what is printed. */
    public ConsoleOutput console() {
        return console;
    }

    public Mswi mswi() {
        return mswi;
    }

    public Mtimer mtimer() {
        return mtimer;
    }

    public Plic plic() {
        return plic;
    }

    public Uart16550 uart() {
        return uart;
    }

    /** Returns the virtio devices, in the order of their slots. */
    public List<VirtioMmio> virtio() {
        return Collections.unmodifiableList(virtio);
    }

    /** Takes the harts off the memory, which may then be another's; the platform must not run any more. */
    public void detach() {
        for (Hart hart : harts) {
            config.ram().removeListener(hart);
        }
    }

    /** Returns what stands between the device in a slot and the rest of the machine. */
    public SlotWiring wiring(int slot) {
        return wirings.get(slot);
    }

    /** Puts a device of another platform into a slot that is empty. */
    public void adopt(int slot, Device device) {
        long base = VIRTIO_BASE + slot * VirtioMmio.SIZE;
        bus.replace(base, device);
        wired.replaceAll(each -> each.base == base ? new Wired(base, device, each.irq) : each);
    }

    // ---- the keyboard ----

    /** Returns the virtio console that software listens to, or null: then what is typed goes to the UART. */
    private VirtioConsole openConsole() {
        for (VirtioMmio slot : virtio) {
            if (slot.device() instanceof VirtioConsole console && console.isOpen()) {
                return console;
            }
        }
        return null;
    }

    /** Returns how many typed bytes software's console takes now. */
    public int inputRoom() {
        VirtioConsole console = openConsole();
        return console != null ? console.room() : uart.room();
    }

    /** Gives a typed byte to the console that software listens to. */
    public void input(int value) {
        VirtioConsole console = openConsole();
        if (console != null) {
            console.receive(value);
        } else {
            uart.receive(value);
        }
    }

    // ---- time ----

    /** Returns the first tick of the clock, now or later, at which a device must be {@link #advance}d; {@link TimedDevice#NEVER} if none. */
    public long nextTick() {
        long next = nextDeviceTick();
        for (Hart hart : harts) {
            next = Math.min(next, nextTick(hart));
        }
        return next;
    }

    /** As {@link #nextTick()}, without the timers that are in harts. */
    public long nextDeviceTick() {
        long next = TimedDevice.NEVER;
        for (Timed each : timed) {
            next = Math.min(next, each.nextTick());
        }
        return next;
    }

    /** As {@link #nextTick()}, for the timers that are in one hart. */
    public long nextTick(Hart hart) {
        return mtimer.tickOf(hart.state().nextTimerTick());
    }

    /** Lets something have its time after the devices, such as host software that serves the platform's guest by other ways. */
    public void addTimed(Timed part) {
        timed.add(part);
    }

    /** Brings all devices up to the clock's present time. */
    public void advance() {
        for (Timed each : timed) {
            each.advance();
        }
        for (Hart hart : harts) {
            hart.state().compareTimers();
        }
    }

    // ---- starting ----

    /** Resets devices and harts; RAM keeps what it has. */
    public void reset(long entry) {
        for (Wired each : wired) {
            each.device.reset();
        }
        for (Hart hart : harts) {
            hart.reset(entry);
        }
    }

    /** Returns how many bytes at the end of so much RAM are kept for the device tree. */
    public static long deviceTreeRoom(long ramSize) {
        return Math.min(DEVICE_TREE_ROOM, ramSize / 2);
    }

    /** Returns where {@link #putDeviceTree} puts the device tree. */
    public long deviceTreeAddress() {
        return RAM_BASE + config.ramSize() - deviceTreeRoom(config.ramSize());
    }

    /** Sets what the device tree tells of the program that is booted. */
    public void setChosen(Chosen newChosen) {
        chosen = newChosen;
    }

    /** Sets the blob that is handed over instead of the platform's own description; null for that. */
    public void setDeviceTree(byte[] blob) {
        foreignTree = blob;
    }

    /** Writes the device tree to its place in RAM. */
    public void putDeviceTree() {
        bus.load(deviceTreeAddress(), deviceTree());
    }

    /** Gives every hart what a boot loader gives: its number in {@code a0}, the device tree in {@code a1}, and an address to start at. */
    public void setBootRegisters(long entry) {
        for (Hart hart : harts) {
            hart.x()[10] = hart.id();
            hart.x()[11] = config.isa().signExtend(deviceTreeAddress());
            hart.setPc(entry);
        }
    }

    /** Returns the flattened device tree that software gets. */
    public byte[] deviceTree() {
        if (foreignTree == null) {
            return chosen.addTo(new DeviceTree(describe(), List.of()));
        }
        try {
            return chosen.addTo(DeviceTreeReader.read(foreignTree));
        } catch (DeviceTreeException e) {
            throw new IllegalStateException("the device tree " + e.getMessage(), e);
        }
    }

    private DeviceTreeNode describe() {
        DeviceTreeNode root = new DeviceTreeNode("").cells("#address-cells", 2).cells("#size-cells", 2)
            .text("compatible", "riscv-virtio").text("model", "riscv-virtio,qemu");
        root.child("chosen").text("stdout-path", "/soc/serial@" + Long.toHexString(UART_BASE)).raw("rng-seed", seed());
        root.child("memory@" + Long.toHexString(RAM_BASE)).text("device_type", "memory").longs("reg", RAM_BASE, config.ramSize());
        describeHarts(root.child("cpus"));
        DeviceTreeNode soc = root.child("soc").cells("#address-cells", 2).cells("#size-cells", 2).text("compatible", "simple-bus").flag("ranges");
        for (Wired each : wired) {
            describe(soc, each);
        }
        describeSwitch(root.child("poweroff"), "syscon-poweroff", Finisher.PASS);
        describeSwitch(root.child("reboot"), "syscon-reboot", Finisher.RESET);
        return root;
    }

    /** Returns what a kernel may stir into its random numbers: the same at each start, so that each run is the same. */
    private byte[] seed() {
        byte[] seed = new byte[SEED_BYTES];
        new Random(config.startNanos()).nextBytes(seed);
        return seed;
    }

    private void describeHarts(DeviceTreeNode cpus) {
        cpus.cells("#address-cells", 1).cells("#size-cells", 0).cells("timebase-frequency", (int) Clock.TIMEBASE_HZ);
        for (Hart hart : harts) {
            DeviceTreeNode cpu = cpus.child("cpu@" + Integer.toHexString(hart.id())).cells("phandle", handle(config.harts() + hart.id()))
                .text("device_type", "cpu").cells("reg", hart.id()).text("status", "okay").text("compatible", "riscv")
                .text("riscv,isa", config.isa().toString()).text("riscv,isa-base", "rv" + config.isa().xlen() + "i")
                .text("riscv,isa-extensions", extensions()).text("mmu-type", "riscv," + largestPaging());
            describeCacheBlocks(cpu);
            cpu.child("interrupt-controller").cells("#address-cells", 0).cells("#interrupt-cells", 1)
                .flag("interrupt-controller").text("compatible", "riscv,cpu-intc").cells("phandle", handle(hart.id()));
        }
        DeviceTreeNode cluster = cpus.child("cpu-map").child("cluster0");
        for (Hart hart : harts) {
            cluster.child("core" + hart.id()).cells("cpu", handle(config.harts() + hart.id()));
        }
    }

    /** Returns what a kernel knows by these names: neither modes nor ways of paging, which it learns otherwise. */
    private String[] extensions() {
        Set<Extension> named = EnumSet.copyOf(config.isa().extensions());
        named.removeAll(EnumSet.of(Extension.S, Extension.U));
        named.removeAll(PAGINGS);
        return named.stream().map(Extension::isaName).toArray(String[]::new);
    }

    private String largestPaging() {
        if (config.isa().xlen() == 32) {
            return "sv32";
        }
        return PAGINGS.stream().filter(config.isa()::has).map(Extension::isaName).findFirst().orElse("none");
    }

    private void describeCacheBlocks(DeviceTreeNode cpu) {
        if (config.isa().has(Extension.ZICBOM)) {
            cpu.cells("riscv,cbom-block-size", CacheBlocks.SIZE);
        }
        if (config.isa().has(Extension.ZICBOZ)) {
            cpu.cells("riscv,cboz-block-size", CacheBlocks.SIZE);
        }
    }

    // Handles: interrupt controllers of the harts, harts, PLIC, finisher.
    private static int handle(int number) {
        return number + 1;
    }

    private int plicHandle() {
        return handle(2 * config.harts());
    }

    private int finisherHandle() {
        return handle(2 * config.harts() + 1);
    }

    private void describeSwitch(DeviceTreeNode node, String compatible, int value) {
        node.text("compatible", compatible).cells("regmap", finisherHandle()).cells("offset", 0).cells("value", value);
    }

    private void describe(DeviceTreeNode soc, Wired each) {
        // Of the timers, software is told time first, then what it is compared with.
        long[] reg = each.device == mtimer ? new long[] {each.base + Mtimer.MTIME, mtimer.size() - Mtimer.MTIME, each.base, Mtimer.MTIME}
            : new long[] {each.base, each.device.size()};
        DeviceTreeNode node = soc.child(nodeName(each.device) + "@" + Long.toHexString(reg[0])).longs("reg", reg);
        if (each.device == plic) {
            node.cells("phandle", plicHandle())
                .cells("interrupts-extended", extended(Cause.MACHINE_EXTERNAL_INTERRUPT, Cause.SUPERVISOR_EXTERNAL_INTERRUPT));
        } else if (each.device == mswi) {
            node.cells("interrupts-extended", extended(Cause.MACHINE_SOFTWARE_INTERRUPT));
        } else if (each.device == mtimer) {
            node.cells("interrupts-extended", extended(Cause.MACHINE_TIMER_INTERRUPT));
        } else if (each.device instanceof Clint) {
            node.cells("interrupts-extended", extended(Cause.MACHINE_SOFTWARE_INTERRUPT, Cause.MACHINE_TIMER_INTERRUPT));
        } else if (each.device == sswi) {
            node.cells("interrupts-extended", extended(Cause.SUPERVISOR_SOFTWARE_INTERRUPT));
        } else if (each.device == finisher) {
            node.cells("phandle", finisherHandle());
        } else if (each.irq != 0) {
            node.cells("interrupt-parent", plicHandle()).cells("interrupts", each.irq);
        }
        each.device.describe(node);
    }

    private static String nodeName(Device device) {
        return switch (device) {
            case Uart16550 serial -> "serial";
            case Finisher test -> "test";
            case VirtioMmio slot -> "virtio_mmio";
            case EmptySlot slot -> "virtio_mmio";
            default -> device.name();
        };
    }

    private int[] extended(Cause... interrupts) {
        int[] cells = new int[2 * interrupts.length * harts.size()];
        int i = 0;
        for (Hart hart : harts) {
            for (Cause interrupt : interrupts) {
                cells[i++] = handle(hart.id());
                cells[i++] = interrupt.code();
            }
        }
        return cells;
    }

    // ---- state ----

    /** Makes something a part of the platform's state, such as host software that lives in its harts; it replaces what had that name. */
    public void addState(String name, Stateful part) {
        residents.put(name, part);
    }

    /** Takes away what {@link #addState} added. */
    public void removeState(String name) {
        residents.remove(name);
    }

    /** The state of harts, devices and residents; memory is its owner's. */
    @Override
    public void exchange(StateExchange state) {
        state.fixed("harts", harts.size());
        for (Hart hart : harts) {
            state.part("hart" + hart.id(), hart);
        }
        for (Wired each : wired) {
            state.part(each.device.name() + "@" + Long.toHexString(each.base), each.device);
        }
        for (int slot = 0; slot < wirings.size(); slot++) {
            state.part("wiring" + slot, wirings.get(slot));
        }
        state.part("console", console);
        residents.forEach(state::part);
    }
}
