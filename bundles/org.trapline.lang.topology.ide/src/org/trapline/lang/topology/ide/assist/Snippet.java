// SPDX-License-Identifier: EPL-2.0
package org.trapline.lang.topology.ide.assist;

/** Blocks to fill in. Each begins with the word that is proposed where the block may stand. */
enum Snippet {
    IMPORT("import", "a program", "import \"${1:guest/hello.s}\" as ${2:hello}"),
    SIZE("size", "named vCPUs and memory", "size ${1:S} { vcpus ${2:1}  memory ${3:16 MiB} }"),
    NETWORK("network", "a switch", "network ${1:lan} { cidr ${2:10.28.0.0/24} }"),
    VOLUME("volume", "storage of its own", "volume ${1:data} { size ${2:32 MiB} }"),
    TEMPLATE("template", "a prototype of a virtual machine", """
        template ${1:web} {
          kernel ${2:hello}
          memory ${3:16 MiB}
        }"""),
    HOST_VMM("host", "a machine with a hypervisor and one guest", """
        host ${1:pc} {
          cores ${2:1}  memory ${3:64 MiB}
          hypervisor ${4:vmm} {
            type 1  cpu ${5:trap_and_emulate}  paging ${6:shadow}
            domain ${7:one} { vcpus 1  memory ${8:16 MiB}  kernel ${9:hello} }
          }
        }"""),
    HOST_BARE("host", "a machine that runs a program by itself", "host ${1:pc} { memory ${2:64 MiB}  boot ${3:hello} }"),
    HOST_SBI("host", "a machine with firmware and a supervisor program", "host ${1:pc} { memory ${2:64 MiB}  firmware sbi  boot ${3:hello} }"),
    HOST_PARTITIONS("host", "a machine cut into partitions (Type 0)", """
        host ${1:big} {
          isa rv64gc_h  cores 2  memory 128 MiB
          firmware partitions {
            partition ${2:a} { cpus 0  memory 64 MiB  boot ${4:hello} }
            partition ${3:b} { cpus 1  memory 64 MiB  boot ${4:hello} }
          }
        }"""),
    HOST_TYPE_TWO("host", "a machine with an operating system and a Type 2 hypervisor", """
        host ${1:laptop} {
          isa rv64gc  cores 2  memory 64 MiB
          os ${2:hostos} {
            hypervisor ${3:box} {
              type 2  cpu ${4:binary_translation}  paging shadow
              domain ${5:trial} { memory 16 MiB  kernel ${6:hello} }
            }
          }
        }"""),
    HYPERVISOR("hypervisor", "with one guest", """
        hypervisor ${1:vmm} {
          cpu ${2:trap_and_emulate}  paging ${3:shadow}
          domain ${4:one} { vcpus 1  memory ${5:16 MiB}  kernel ${6:hello} }
        }"""),
    DOMAIN("domain", "a virtual machine", "domain ${1:one} { vcpus ${2:1}  memory ${3:16 MiB}  kernel ${4:hello} }"),
    DOMAIN_ARRAY("domain", "several, from a template", "domain ${1:web}[${2:2}] from ${3:template}"),
    PARTITION("partition", "dedicated cores and memory", "partition ${1:a} { cpus ${2:0}  memory ${3:64 MiB}  boot ${4:hello} }"),
    FIRMWARE("firmware", "partitions", """
        firmware partitions {
          partition ${1:a} { cpus 0  memory 64 MiB  boot ${2:hello} }
        }"""),
    OS("os", "a host operating system", """
        os ${1:hostos} {
          $0
        }"""),
    SCHEDULER("scheduler", "with its quantum", "scheduler round_robin { quantum ${1:10000 instr} }"),
    DISK("disk", "with its size", "disk ${1:vda} { size ${2:8 MiB} }"),
    INTERFACE("interface", "on a network", "interface ${1:eth0} { network ${2:lan} }"),
    LIMITS("limits", "time and memory", "limits { cpus ${1:0.5}  memory ${2:8 MiB} }"),
    CONTAINER("container", "a zone of this kernel", "container ${1:api} { image \"${2:rootfs/api}\"  command \"${3:serve 80}\" }"),
    EMULATOR("emulator", "another instruction set", "emulator ${1:old} { isa ${2:i8080}  image \"${3:rom/legacy.com}\"  engine ${4:translate} }"),
    RUNTIME("runtime", "a bytecode virtual machine", "runtime ${1:jvm} { class \"${2:Primes.class}\" }"),
    SCENARIO("scenario", "power on, wait, expect", """
        scenario ${1:run} {
          power_on ${2:pc.one}
          at ${3:20_000 instr} { pause ${2:pc.one} }
          expect { state(${2:pc.one}) == ${4:paused} }
        }"""),
    AT("at", "a point in time", "at ${1:20_000 instr} { $0 }"),
    MIGRATE("migrate", "live, with a bound", "migrate ${1:rack1.web} to ${2:rack2} live { max_downtime ${3:500 us} }"),
    EXPECT("expect", "a condition", "expect { $0 }");

    private final String word;
    private final String title;
    private final String text;

    Snippet(String word, String title, String text) {
        this.word = word;
        this.title = title;
        this.text = text;
    }

    /** The keyword it begins with. */
    String word() {
        return word;
    }

    /** What tells it from other snippets of the same word. */
    String title() {
        return title;
    }

    /** The text in the syntax of the language server protocol: {@code ${1:name}} is a place to fill in. */
    String text() {
        return text;
    }

    /** The text with its places filled in as proposed. */
    String plainText() {
        return text.replaceAll("\\$\\{[0-9]+:([^}]*)}", "$1").replace("$0", "");
    }
}
