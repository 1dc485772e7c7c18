// SPDX-License-Identifier: EPL-2.0
package org.trapline.cli.testkit;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the classes of tests are, and of all they use: for processes that tests start. */
public final class ClassPath {
    private static final Pattern BUNDLE = Pattern.compile("reference:file:([^@,]+)");

    private ClassPath() {
    }

    /** Returns it as {@code java -cp} takes it. In a framework of bundles, the class path is where it was told that these are. */
    public static String ofTests() {
        ClassLoader loader = ClassPath.class.getClassLoader();
        if (loader instanceof URLClassLoader urls) {
            return Arrays.stream(urls.getURLs()).map(URL::getPath).collect(Collectors.joining(File.pathSeparator));
        }
        try {
            Object bundle = loader.getClass().getMethod("getBundle").invoke(loader);
            Object context = bundle.getClass().getMethod("getBundleContext").invoke(bundle);
            String bundles = (String) context.getClass().getMethod("getProperty", String.class).invoke(context, "osgi.bundles");
            return BUNDLE.matcher(bundles).results().map(match -> match.group(1))
                // A bundle that is a folder, as tests are, has its classes in a folder of that.
                .map(place -> place.endsWith(".jar") ? place : Path.of(place, "target", "classes").toString()).collect(Collectors.joining(File.pathSeparator));
        } catch (NoSuchMethodException e) {
            return System.getProperty("java.class.path");
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
