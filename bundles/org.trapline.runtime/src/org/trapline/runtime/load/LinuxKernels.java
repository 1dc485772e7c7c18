// SPDX-License-Identifier: EPL-2.0
package org.trapline.runtime.load;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

import org.trapline.machine.loading.LinuxImage;
import org.trapline.machine.loading.Packed;

/** Recognizes Linux kernels by the first bytes of their files. */
final class LinuxKernels {
    private static final int HEADER = 64;

    private LinuxKernels() {
    }

    /** Tells whether a file is a kernel image, packed or not; a file that cannot be read is none. */
    static boolean isKernel(Path file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.mark(HEADER);
            byte[] start = in.readNBytes(HEADER);
            if (!Packed.isPacked(start)) {
                return LinuxImage.isImage(start);
            }
            in.reset();
            return LinuxImage.isImage(new GZIPInputStream(in).readNBytes(HEADER));
        } catch (IOException e) {
            return false;
        }
    }
}
