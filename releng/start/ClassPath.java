// SPDX-License-Identifier: EPL-2.0

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * Finds the jars a bundle needs to run on a plain class path, by the manifests of the jars in a folder.
 *
 * <p>A required bundle is found by its name, an imported package by the bundle that exports it; optional ones are left out.
 * Run as a source file by the start script and by the archives' build:
 * {@code java ClassPath.java args PLUGINS ROOT MAIN OUT} writes an argument file for {@code java},
 * {@code java ClassPath.java jar PLUGINS ROOT MAIN OUT} a jar that names the others in its manifest; OUT is relative to the folder PLUGINS stands in.
 */
public final class ClassPath {

    /** A jar with what its manifest offers and asks for. */
    private record Bundle(Path jar, String name, List<String> requires, List<String> imports, List<String> exports) { }

    private final Map<String, Bundle> byName = new TreeMap<>();
    private final Map<String, Bundle> byPackage = new TreeMap<>();

    private ClassPath(final Path plugins) throws IOException {
        final List<Path> jars;
        try (Stream<Path> files = Files.list(plugins)) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        for (final Path jar : jars) {
            final Bundle bundle = read(jar);
            if (bundle != null) {
                byName.put(bundle.name, bundle);
                bundle.exports.forEach(p -> byPackage.putIfAbsent(p, bundle));
            }
        }
    }

    public static void main(final String[] args) throws IOException {
        if (args.length != 5) {
            throw new IllegalArgumentException("args|jar PLUGINS ROOT MAIN OUT");
        }
        final Path plugins = Path.of(args[1]).toAbsolutePath();
        final List<Path> jars = new ClassPath(plugins).closure(args[2]);
        final Path out = plugins.resolveSibling(args[4]);
        Files.createDirectories(out.getParent());
        switch (args[0]) {
            case "args" -> writeArguments(cacheable(jars, out.resolveSibling("cacheable")), args[3], out);
            case "jar" -> writeJar(cacheable(jars, out.resolveSibling("cacheable")), args[3], out);
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    private List<Path> closure(final String root) {
        final Map<String, Bundle> found = new LinkedHashMap<>();
        final Deque<Bundle> open = new ArrayDeque<>();
        open.add(bundle(root, "the command line"));
        while (!open.isEmpty()) {
            final Bundle bundle = open.remove();
            if (found.putIfAbsent(bundle.name, bundle) != null) {
                continue;
            }
            bundle.requires.stream().filter(r -> !isPlatform(r)).map(r -> bundle(r, bundle.name)).forEach(open::add);
            for (final String imported : bundle.imports) {
                final Bundle exporter = byPackage.get(imported);
                if (exporter != null && found.values().stream().noneMatch(b -> b.exports.contains(imported))) {
                    open.add(exporter);
                }
            }
        }
        return found.values().stream().map(Bundle::jar).toList();
    }

    private Bundle bundle(final String name, final String wantedBy) {
        final Bundle bundle = byName.get(name);
        if (bundle == null) {
            throw new IllegalStateException("no jar has the bundle " + name + " that " + wantedBy + " needs");
        }
        return bundle;
    }

    private static boolean isPlatform(final String name) {
        return name.equals("system.bundle");
    }

    /** Puts copies in the place of those jars of which the JVM would keep no class in an AOT cache. */
    private static List<Path> cacheable(final List<Path> jars, final Path folder) throws IOException {
        final List<Path> result = new ArrayList<>();
        try (CacheableJars copies = new CacheableJars(jars, folder)) {
            for (final Path jar : jars) {
                result.add(copies.of(jar));
            }
        }
        return result;
    }

    private static void writeArguments(final List<Path> jars, final String main, final Path out) throws IOException {
        final String path = String.join(File.pathSeparator, jars.stream().map(Path::toString).toList());
        // In an argument file a backslash escapes, within quotes too.
        final String quoted = '"' + path.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        Files.writeString(out, String.join("\n", "-cp", quoted, main, ""));
    }

    private static void writeJar(final List<Path> jars, final String main, final Path out) throws IOException {
        final Manifest manifest = new Manifest();
        final Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(Attributes.Name.MAIN_CLASS, main);
        attributes.putValue("Enable-Native-Access", "ALL-UNNAMED");
        attributes.putValue("Add-Exports", "java.base/jdk.internal.misc");
        final Path folder = out.getParent();
        attributes.put(Attributes.Name.CLASS_PATH, String.join(" ",
                jars.stream().map(j -> folder.relativize(j).toString().replace(File.separatorChar, '/').replace(" ", "%20")).toList()));
        try (JarOutputStream stream = new JarOutputStream(Files.newOutputStream(out), manifest)) {
            stream.finish();
        }
    }

    private static Bundle read(final Path file) throws IOException {
        try (JarFile jar = new JarFile(file.toFile())) {
            final Manifest manifest = jar.getManifest();
            final String name = manifest == null ? null : manifest.getMainAttributes().getValue("Bundle-SymbolicName");
            if (name == null) {
                return null;
            }
            final Attributes attributes = manifest.getMainAttributes();
            return new Bundle(file, name.split(";")[0].strip(), names(attributes.getValue("Require-Bundle")),
                    names(attributes.getValue("Import-Package")), names(attributes.getValue("Export-Package")));
        }
    }

    /** The names in a manifest header, without those that are optional. */
    private static List<String> names(final String header) {
        final List<String> names = new ArrayList<>();
        for (final String clause : clauses(header == null ? "" : header)) {
            if (clause.replace(" ", "").contains("resolution:=optional") || clause.replace(" ", "").contains("resolution:=\"optional\"")) {
                continue;
            }
            for (final String part : clause.split(";")) {
                if (part.contains("=")) {
                    break;
                }
                names.add(part.strip());
            }
        }
        return names;
    }

    /** Splits at the commas that stand outside quotes. */
    private static List<String> clauses(final String header) {
        final List<String> clauses = new ArrayList<>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i <= header.length(); i++) {
            if (i == header.length() || header.charAt(i) == ',' && !quoted) {
                if (!header.substring(start, i).isBlank()) {
                    clauses.add(header.substring(start, i).strip());
                }
                start = i + 1;
            } else if (header.charAt(i) == '"') {
                quoted = !quoted;
            }
        }
        return clauses;
    }
}
