// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.trapline.isa.Isa;
import org.trapline.machine.devicetree.DeviceTreeException;
import org.trapline.machine.devicetree.DeviceTreeReader;
import org.trapline.machine.hart.Hart;
import org.trapline.machine.platform.Chosen;
import org.trapline.machine.platform.Platform;

/**
 * Finds a place for everything that is to be in memory at the first instruction, and puts it there. Programs say themselves where they lie; the
 * RAM disk comes behind the kernel, as far as QEMU puts it; the device tree stands at the end of RAM, and behind it what firmware is told.
 */
public final class BootLoader {
    private static final int A2 = 12;
    private static final long ALIGNMENT = 2L << 20;
    private static final long FARTHEST_INITRD = 512L << 20;

    private final BootFiles files;
    private final long ramSize;
    private final List<Piece> pieces = new ArrayList<>();
    private Chosen chosen;
    private long info;

    /** Something that occupies memory; what its bytes do not cover is zero. */
    private record Piece(String name, long pa, byte[] bytes, long size) {
        long end() {
            return pa + size;
        }
    }

    /**
     * Finds the places.
     * @param ramSize bytes of RAM that the machine will have
     * @throws LoadException if there is no room for something, or the device tree is damaged
     */
    public BootLoader(BootFiles files, long ramSize) throws LoadException {
        this.files = files;
        this.ramSize = ramSize;
        add(files.firmware());
        add(files.kernel());
        chosen = new Chosen(files.commandLine(), 0, 0);
        if (files.initrd() != null) {
            long start = initrdStart();
            pieces.add(new Piece("the RAM disk", start, files.initrd(), files.initrd().length));
            chosen = new Chosen(files.commandLine(), start, start + files.initrd().length);
        }
        placeInfo();
        check();
    }

    private void add(Program program) {
        if (program != null) {
            for (Program.Part part : program.parts()) {
                pieces.add(new Piece("'" + program.name() + "'", part.pa(), part.bytes(), part.size()));
            }
        }
    }

    /** Returns the physical address behind the last of what is loaded. */
    public long end() {
        return pieces.stream().mapToLong(Piece::end).max().orElse(Platform.RAM_BASE);
    }

    private static long alignUp(long address) {
        return address + ALIGNMENT - 1 & -ALIGNMENT;
    }

    private long initrdStart() {
        Program below = files.kernel() != null ? files.kernel() : files.firmware();
        long usual = (below.start() & -ALIGNMENT) + Math.min(ramSize / 2, FARTHEST_INITRD);
        return alignUp(Math.max(usual, below.end()));
    }

    private void placeInfo() {
        if (files.firmware() != null && files.kernel() != null) {
            info = Platform.RAM_BASE + ramSize - FirmwareInfo.BYTES;
            pieces.add(new Piece("what firmware is told", info, new byte[0], FirmwareInfo.BYTES));
        }
    }

    private void check() throws LoadException {
        long end = Platform.RAM_BASE + ramSize;
        long tree = end - Platform.deviceTreeRoom(ramSize);
        for (Piece piece : pieces) {
            if (piece.pa < Platform.RAM_BASE || piece.size < 0 || piece.size > end - piece.pa) {
                throw new LoadException(piece.name + " takes " + range(piece) + ", and memory is " + range(Platform.RAM_BASE, end));
            }
            if (piece.end() > tree && piece.pa != info) {
                throw new LoadException(piece.name + " takes " + range(piece) + ", but from " + hex(tree) + " on memory holds the device tree");
            }
        }
        List<Piece> byAddress = pieces.stream().filter(piece -> piece.size > 0).sorted(Comparator.comparingLong(Piece::pa)).toList();
        for (int i = 1; i < byAddress.size(); i++) {
            Piece below = byAddress.get(i - 1);
            Piece above = byAddress.get(i);
            if (above.pa < below.end()) {
                throw new LoadException(above.name + " takes " + range(above) + ", where " + below.name + " is: " + range(below));
            }
        }
        try {
            if (files.deviceTree() != null) {
                long most = Platform.deviceTreeRoom(ramSize) - FirmwareInfo.BYTES;
                long size = chosen.addTo(DeviceTreeReader.read(files.deviceTree())).length;
                if (size > most) {
                    throw new LoadException("the device tree has " + size + " bytes, and there is room for " + most);
                }
            }
        } catch (DeviceTreeException e) {
            throw new LoadException("the device tree " + e.getMessage());
        }
    }

    private static String range(Piece piece) {
        return range(piece.pa, piece.end());
    }

    private static String range(long start, long end) {
        return hex(start) + " to " + hex(end);
    }

    private static String hex(long address) {
        return "0x" + Long.toHexString(address);
    }

    /** Returns the physical address of the first instruction that is executed. */
    public long entry() {
        return files.firmware() != null ? files.firmware().entry() : files.kernel().entry();
    }

    /** Lets a platform describe itself as the kernel is to see it. To be called before the platform's device tree is put into RAM. */
    public void describe(Platform platform) {
        platform.setChosen(chosen);
        platform.setDeviceTree(files.deviceTree());
    }

    /** Puts everything but the device tree into RAM, and tells firmware. To be called after the harts' boot registers were set. */
    public void load(Platform platform) {
        for (Piece piece : pieces) {
            if (piece.bytes.length > 0) {
                platform.bus().load(piece.pa, piece.bytes);
            }
            platform.bus().clear(piece.pa + piece.bytes.length, piece.size - piece.bytes.length);
        }
        if (info != 0) {
            Isa isa = platform.config().isa();
            platform.bus().load(info, new FirmwareInfo(files.kernel().entry()).bytes(isa.xlen()));
            for (Hart hart : platform.harts()) {
                hart.x()[A2] = isa.signExtend(info);
            }
        }
    }
}
