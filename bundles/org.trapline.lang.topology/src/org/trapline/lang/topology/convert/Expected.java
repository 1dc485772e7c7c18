// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.convert;

import java.util.Map;

/** What stands where a rule of the grammar is used, in words for a message: expected … */
public final class Expected {

    /** What each rule for a value expects. */
    private static final Map<String, String> BY_RULE = Map.ofEntries(
            Map.entry("Name", "a name"),
            Map.entry("QualifiedName", "the name of a host or guest, such as rack1.web"),
            Map.entry("GuestReference", "the name of a host or guest, such as rack1.web"),
            Map.entry("Natural", "a whole number"),
            Map.entry("Number", "a number"),
            Map.entry("Bytes", "a size, such as 16 MiB"),
            Map.entry("BitRate", "a bandwidth, such as 100 Mbit"),
            Map.entry("VirtualTime", "a time, such as 2000 instr or 500 us"),
            Map.entry("ByteRange", "a range, such as 0..16 MiB"),
            Map.entry("CpuRange", "core numbers, such as 0 or 0-3"),
            Map.entry("Cidr", "a network, such as 10.28.0.0/24"),
            Map.entry("Ipv4Address", "an address, such as 10.28.0.2"),
            Map.entry("QuirkName", "the name of a quirk"),
            Map.entry("TechniqueName", "the name of a technique, such as trap_and_emulate"),
            Map.entry("PagingName", "a kind of paging, such as shadow"),
            Map.entry("IoModeName", "emulated, virtio or passthrough"),
            Map.entry("BackingName", "a backing, such as minidisk"),
            Map.entry("DeviceModelName", "a device model, such as uart16550"),
            Map.entry("SchedulerKindName", "a scheduler, such as round_robin"),
            Map.entry("CrashPolicyName", "preserve, restart or destroy"),
            Map.entry("OtherwiseName", "stop_and_copy, cancel or post_copy"),
            Map.entry("EmulationEngineName", "an engine, such as translate"),
            Map.entry("Firmware", "sbi, partitions, or the name of an imported program"),
            Map.entry("Condition", "a condition, such as exits(rack1.web) < 100"),
            Map.entry("Claim", "a condition, such as exits(rack1.web) < 100"),
            Map.entry("Value", "a value: a number, a text, a measure such as exits(rack1.web), or a field of an event"),
            Map.entry("Operator", "a comparison: ==, !=, <, <=, >, >=, in or contains"),
            Map.entry("STRING", "a text in double quotes"),
            Map.entry("UnitWord", "a unit"));

    private Expected() {
    }

    /** The words for a rule, {@code null} for one that is no value. */
    public static String byRule(String rule) {
        return BY_RULE.get(rule);
    }
}
