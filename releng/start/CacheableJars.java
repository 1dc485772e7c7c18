// SPDX-License-Identifier: EPL-2.0

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFile.StackMapsOption;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Copies of jars that an AOT cache can hold.
 *
 * <p>The JVM keeps no class of a signed jar in its cache, and none so old that it carries no stack maps (before version 50). A copy has
 * no signatures, and old classes get stack maps. Nothing is lost by that: the jars were checked by checksum when they were fetched.
 */
final class CacheableJars implements AutoCloseable {
    private static final int FIRST_WITH_STACK_MAPS = ClassFile.JAVA_6_VERSION;

    private final Path folder;
    private final URLClassLoader all;
    private final ClassFile compiler;

    /** Reads from these jars, and writes copies to the folder. */
    CacheableJars(final List<Path> jars, final Path folder) throws IOException {
        this.folder = folder;
        final URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            urls[i] = jars.get(i).toUri().toURL();
        }
        all = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
        // A stack map names the common superclass of what may lie in a slot, so that the classes around have to be looked at.
        compiler = ClassFile.of(StackMapsOption.GENERATE_STACK_MAPS,
                ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(all).cached()
                        .orElse(ClassHierarchyResolver.defaultResolver())));
    }

    @Override
    public void close() throws IOException {
        all.close();
    }

    /** Returns the jar itself where it will do, else its copy. */
    Path of(final Path jar) throws IOException {
        try (JarFile source = new JarFile(jar.toFile(), false)) {
            if (!isSigned(source) && !hasOldClasses(source)) {
                return jar;
            }
            Files.createDirectories(folder);
            final Path copy = folder.resolve(jar.getFileName());
            copy(source, copy);
            return copy;
        }
    }

    private void copy(final JarFile source, final Path copy) throws IOException {
        final Manifest manifest = new Manifest(source.getManifest());
        // Digests of the entries.
        manifest.getEntries().clear();
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
            for (final JarEntry entry : (Iterable<JarEntry>) source.stream()::iterator) {
                if (!isSignature(entry.getName()) && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
                    final JarEntry written = new JarEntry(entry.getName());
                    written.setTime(entry.getTime());
                    out.putNextEntry(written);
                    out.write(content(source, entry));
                    out.closeEntry();
                }
            }
        }
    }

    private byte[] content(final JarFile source, final JarEntry entry) throws IOException {
        final byte[] bytes;
        try (InputStream in = source.getInputStream(entry)) {
            bytes = in.readAllBytes();
        }
        return isClass(entry) && isOld(bytes) ? withStackMaps(bytes) : bytes;
    }

    /** Returns the class as it is where stack maps cannot be had, as with subroutines of old compilers: it only starts slower. */
    private byte[] withStackMaps(final byte[] bytes) {
        try {
            return compiler.transformClass(compiler.parse(bytes),
                    ClassTransform.dropping(ClassFileVersion.class::isInstance)
                            // Stack maps are only made for bodies that are written anew.
                            .andThen(ClassTransform.transformingMethodBodies(CodeBuilder::with))
                            .andThen(ClassTransform.endHandler(b -> b.withVersion(FIRST_WITH_STACK_MAPS, 0))));
        } catch (final IllegalArgumentException subroutine) {
            return bytes;
        }
    }

    private static boolean isSigned(final JarFile jar) {
        return jar.stream().anyMatch(e -> isSignature(e.getName()));
    }

    private static boolean isSignature(final String name) {
        return name.startsWith("META-INF/") && name.indexOf('/', "META-INF/".length()) < 0
                && (name.endsWith(".SF") || name.endsWith(".RSA") || name.endsWith(".DSA") || name.endsWith(".EC"));
    }

    private static boolean hasOldClasses(final JarFile jar) throws IOException {
        for (final JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
            if (isClass(entry)) {
                try (InputStream in = jar.getInputStream(entry)) {
                    if (isOld(in.readNBytes(8))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private static boolean isClass(final JarEntry entry) {
        return entry.getName().endsWith(".class");
    }

    /** The major version stands in bytes 6 and 7. */
    private static boolean isOld(final byte[] start) {
        return ((start[6] & 0xFF) << 8 | start[7] & 0xFF) < FIRST_WITH_STACK_MAPS;
    }
}
