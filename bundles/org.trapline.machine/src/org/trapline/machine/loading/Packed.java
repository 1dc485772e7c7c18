// SPDX-License-Identifier: EPL-2.0
package org.trapline.machine.loading;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.zip.GZIPInputStream;

/** Kernels that were compressed with gzip. */
public final class Packed {
    private static final int MAGIC = 0x8b1f;

    private Packed() {
    }

    /** Tells whether a file is compressed, by its magic number. */
    public static boolean isPacked(byte[] file) {
        return file.length > 2 && ((file[0] & 0xff) | (file[1] & 0xff) << 8) == MAGIC;
    }

    /**
     * Decompresses a file.
     * @param limit bytes that it may have
     * @throws LoadException if it is damaged, or larger
     */
    public static byte[] unpack(String name, byte[] file, long limit) throws LoadException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(file))) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(file.length * 2);
            byte[] buffer = new byte[1 << 16];
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                if (out.size() > limit) {
                    throw new LoadException("'" + name + "' is larger than " + limit + " bytes when unpacked");
                }
            }
            return out.toByteArray();
        } catch (EOFException e) {
            throw new LoadException("'" + name + "' cannot be unpacked: it is cut off");
        } catch (IOException e) {
            throw new LoadException("'" + name + "' cannot be unpacked: " + e.getMessage());
        }
    }
}
