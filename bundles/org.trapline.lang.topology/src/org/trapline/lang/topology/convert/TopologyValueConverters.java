// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.convert;

import com.google.inject.Singleton;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.eclipse.emf.common.util.Enumerator;
import org.eclipse.emf.ecore.EEnum;
import org.eclipse.emf.ecore.EEnumLiteral;
import org.eclipse.xtext.conversion.IValueConverter;
import org.eclipse.xtext.conversion.IValueConverterService;
import org.eclipse.xtext.conversion.ValueConverterException;
import org.eclipse.xtext.nodemodel.INode;
import org.trapline.topology.BitRate;
import org.trapline.topology.ByteRange;
import org.trapline.topology.ByteSize;
import org.trapline.topology.CpuRange;
import org.trapline.topology.TopologyPackage;
import org.trapline.topology.VirtualTime;

/** The table of the language's value converters, one for each rule of the grammar that yields a value. */
@Singleton
public final class TopologyValueConverters implements IValueConverterService {

    private static final String PACKAGE = "org.trapline.lang.topology.Topology.";

    /** Words that can be a name only with a {@code ^} before them: conditions and kinds of firmware are told by them. */
    static final Set<String> RESERVED = Set.of("always", "and", "contains", "count", "in", "never", "not", "or", "partitions", "sbi");

    private final Map<String, IValueConverter<?>> converters = Map.ofEntries(
            entry("ID", TopologyValueConverters::name, TopologyValueConverters::escaped),
            entry("Name", TopologyValueConverters::name, TopologyValueConverters::escaped),
            entry("QualifiedName", TopologyValueConverters::qualifiedName, TopologyValueConverters::escapedQualified),
            entry("STRING", Quoted::read, Quoted::write),
            entry("INT", TopologyValueConverters::integer, String::valueOf),
            entry("Natural", TopologyValueConverters::integer, String::valueOf),
            entry("Number", text -> decimal(text).doubleValue(), value -> BigDecimal.valueOf(value).toPlainString()),
            entry("Decimal", TopologyValueConverters::decimal, BigDecimal::toPlainString),
            entry("Bytes", amount(ByteSize::of, "16 MiB"), format(ByteSize::format)),
            entry("BitRate", amount((number, unit) -> BitRate.of(decimal(number), unit), "100 Mbit"), format(BitRate::format)),
            entry("VirtualTime", VirtualTime::valueOf, VirtualTime::toString),
            entry("ByteRange", ByteRange::valueOf, ByteRange::toString),
            entry("CpuRange", CpuRange::valueOf, CpuRange::toString),
            word("QuirkName", "quirk", TopologyPackage.Literals.QUIRK),
            word("TechniqueName", "cpu technique", TopologyPackage.Literals.TECHNIQUE),
            word("PagingName", "paging", TopologyPackage.Literals.PAGING),
            word("IoModeName", "way of reaching a device", TopologyPackage.Literals.IO_MODE),
            word("BackingName", "backing", TopologyPackage.Literals.BACKING),
            word("DeviceModelName", "device model", TopologyPackage.Literals.DEVICE_MODEL),
            word("SchedulerKindName", "scheduler", TopologyPackage.Literals.SCHEDULER_KIND),
            word("CrashPolicyName", "reaction to a crash", TopologyPackage.Literals.CRASH_POLICY),
            word("OtherwiseName", "way out", TopologyPackage.Literals.OTHERWISE),
            word("EmulationEngineName", "emulation engine", TopologyPackage.Literals.EMULATION_ENGINE),
            word("MetricKindName", "measure", TopologyPackage.Literals.METRIC_KIND));
    private final IValueConverter<Object> plainText = new TextConverter<>(text -> text, String::valueOf);

    @Override
    public Object toValue(String string, String rule, INode node) throws ValueConverterException {
        return converter(rule).toValue(string, node);
    }

    @Override
    public String toString(Object value, String rule) {
        return converter(rule).toString(value);
    }

    @SuppressWarnings("unchecked") // The grammar gives each rule values of its converter's type.
    private IValueConverter<Object> converter(String rule) {
        String name = rule.startsWith(PACKAGE) ? rule.substring(PACKAGE.length()) : rule;
        return (IValueConverter<Object>) converters.getOrDefault(name, plainText);
    }

    private static <T> Map.Entry<String, IValueConverter<?>> entry(String rule, Function<String, T> read, Function<T, String> write) {
        return Map.entry(rule, new TextConverter<>(read, write));
    }

    private static Map.Entry<String, IValueConverter<?>> word(String rule, String what, EEnum type) {
        return entry(rule, text -> {
            EEnumLiteral literal = type.getEEnumLiteralByLiteral(name(text));
            if (literal == null) {
                throw new IllegalArgumentException("'%s' is no %s: expected %s".formatted(text, what, type.getELiterals().stream()
                        .map(EEnumLiteral::getLiteral).collect(Collectors.joining(", "))));
            }
            return literal.getInstance();
        }, Enumerator::getLiteral);
    }

    /** A keyword may be written with a leading {@code ^} where it would be misread as such. */
    private static String name(String text) {
        return text.startsWith("^") ? text.substring(1) : text;
    }

    private static String escaped(String name) {
        return RESERVED.contains(name) ? "^" + name : name;
    }

    private static String escapedQualified(String name) {
        return Arrays.stream(name.split("\\.")).map(TopologyValueConverters::escaped).collect(Collectors.joining("."));
    }

    private static String qualifiedName(String text) {
        return Arrays.stream(text.split("\\.")).map(String::strip).map(TopologyValueConverters::name).collect(Collectors.joining("."));
    }

    private static Integer integer(String text) {
        try {
            return Integer.valueOf(text.replace("_", ""));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("'%s' is too large: the largest number possible here is %d".formatted(text, Integer.MAX_VALUE), e);
        }
    }

    private static BigDecimal decimal(String text) {
        return new BigDecimal(text.replace("_", "").replace(" ", ""));
    }

    private static Function<String, Long> amount(BiFunction<String, String, Long> of, String example) {
        return text -> {
            int end = 0;
            while (end < text.length() && "0123456789_. ".indexOf(text.charAt(end)) >= 0) {
                end++;
            }
            String unit = text.substring(end);
            if (unit.isEmpty()) {
                throw new IllegalArgumentException("'%s' needs a unit: write, for example, %s".formatted(text, example));
            }
            return of.apply(text.substring(0, end), unit);
        };
    }

    private static Function<Long, String> format(LongFunction<String> format) {
        return format::apply;
    }
}
