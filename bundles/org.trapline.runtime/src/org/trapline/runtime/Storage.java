// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.trapline.machine.state.StateException;
import org.trapline.machine.state.StateExchange;
import org.trapline.machine.state.Stateful;
import org.trapline.machine.storage.BlockStore;
import org.trapline.machine.storage.DiskImage;
import org.trapline.machine.storage.DiskSlice;
import org.trapline.runtime.plan.StoragePlan;
import org.trapline.runtime.plan.SystemPlan;
import org.trapline.runtime.plan.VolumePlan;

/** All that a session's disks are made of. */
final class Storage implements Closeable {
    private final String file;
    private final Map<String, DiskImage> images = new LinkedHashMap<>();
    private final List<DiskImage> persistent = new ArrayList<>();
    private final Map<String, DiskImage> volumes = new HashMap<>();

    Storage(SystemPlan plan) {
        file = plan.file().toString();
    }

    /** Opens the volumes of a plan. What could be opened before something failed is closed with the rest. */
    void open(SystemPlan plan) throws StartException {
        for (VolumePlan volume : plan.volumes()) {
            try {
                volumes.put(volume.name(), image(volume.storage(), "volume '" + volume.name() + "'"));
            } catch (IOException e) {
                throw failure(volume.line(), "volume '" + volume.name() + "'", e);
            }
        }
    }

    private StartException failure(int line, String who, IOException e) {
        return new StartException(Problem.error(file, line, who + ": its contents cannot be read: " + e.getMessage()));
    }

    private DiskImage image(StoragePlan plan, String who) throws IOException {
        DiskImage image = plan instanceof StoragePlan.Image from ? DiskImage.of(from.file(), from.size()) : DiskImage.blank(plan.size());
        images.put(who, image);
        if (plan instanceof StoragePlan.Image from && from.persistent()) {
            persistent.add(image);
        }
        return image;
    }

    /**
     * Makes what stands behind a disk.
     * @param hostDisks the disks of its host that minidisks are cut from
     * @param line      where the disk is declared
     * @param who       what to call it
     */
    BlockStore open(StoragePlan plan, Map<String, BlockStore> hostDisks, int line, String who) throws StartException {
        try {
            return switch (plan) {
                case StoragePlan.Shared shared -> new Whole(volumes.get(shared.volume()));
                case StoragePlan.Minidisk part -> minidisk(part, hostDisks.get(part.disk()));
                case StoragePlan.Image _, StoragePlan.Blank _ -> image(plan, who);
            };
        } catch (IOException e) {
            throw failure(line, who, e);
        }
    }

    private static BlockStore minidisk(StoragePlan.Minidisk plan, BlockStore disk) throws IOException {
        BlockStore slice = new DiskSlice(disk, plan.first(), plan.size());
        if (plan.image() != null) {
            copy(plan.image(), slice);
        }
        return slice;
    }

    private static void copy(Path from, BlockStore to) throws IOException {
        byte[] buffer = new byte[1 << 16];
        try (var in = Files.newInputStream(from)) {
            long at = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                to.write(at, buffer, 0, count);
                at += count;
            }
        }
    }

    /** Returns the volumes as a part of a machine's state. */
    Stateful volumeState() {
        return state -> volumes.keySet().stream().sorted().forEach(name -> state.part(name, volumes.get(name)));
    }

    /** Tells whether there are volumes. */
    boolean hasVolumes() {
        return !volumes.isEmpty();
    }

    /**
     * Tells what the files are that disks were made from, by disk: a state of the disks is worth nothing without these very files.
     * @throws StateException if one cannot be read, or is no longer what it was when the session began
     */
    Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        images.forEach((who, image) -> {
            try {
                if (image.file() != null) {
                    files.put(who, image.file().getFileName() + ", " + image.checksum());
                }
            } catch (IOException e) {
                throw new StateException(who + ": " + e.getMessage());
            }
        });
        return files;
    }

    /** Writes to files what is to stay there. */
    void commit() throws IOException {
        for (DiskImage image : persistent) {
            image.commit();
        }
    }

    /** Closes the files. */
    @Override
    public void close() throws IOException {
        IOException failure = null;
        for (DiskImage image : images.values()) {
            try {
                image.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** A volume that several machines may have; none of them has its state. */
    private record Whole(DiskImage image) implements BlockStore {
        @Override
        public long size() {
            return image.size();
        }

        @Override
        public void read(long at, byte[] into, int from, int length) throws IOException {
            image.read(at, into, from, length);
        }

        @Override
        public void write(long at, byte[] bytes, int from, int length) throws IOException {
            image.write(at, bytes, from, length);
        }

        @Override
        public void zero(long at, long length) throws IOException {
            image.zero(at, length);
        }

        @Override
        public void exchange(StateExchange state) {
            state.fixed("size", image.size());
        }
    }
}
