package dev.carga.bootstrap.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carga.adapters.http.settings.ClientLimits;
import dev.carga.adapters.http.settings.HttpSettings;
import dev.carga.bootstrap.doctor.Finding.Level;
import dev.carga.bootstrap.doctor.MachineFacts.Folder;
import dev.carga.bootstrap.embedded.EmbeddedFacts;
import dev.carga.bootstrap.settings.Role;
import dev.carga.bootstrap.settings.Settings;
import dev.carga.domain.Nullable;
import dev.carga.domain.layout.CuttingRules;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineRulesTest {

    private static final Folder TEMPORARY = new Folder("/tmp", true, 10L << 30);

    private static MachineFacts facts(int java, long heapMb, long memoryMb, Folder temporary, @Nullable String zstd) {
        return new MachineFacts(
                java + ".0.1 (somebody)", java, 4, heapMb << 20, memoryMb << 20, 4_096, temporary, zstd);
    }

    private static MachineFacts heap(long mb) {
        return facts(25, mb, 8_192, TEMPORARY, null);
    }

    private static Settings settings(Role role, int workers, int partBytes) {
        ClientLimits limits = ClientLimits.USUAL;
        return new Settings(
                role,
                role.receives() ? HttpSettings.on("127.0.0.1", 0).withLimits(limits) : null,
                null,
                null,
                Path.of(".carga"),
                workers,
                8,
                5,
                Duration.ofMinutes(2),
                new CuttingRules(10_000, partBytes, 1 << 16));
    }

    private static Finding complaint(List<Finding> findings) {
        List<Finding> complaints =
                findings.stream().filter(finding -> finding.level() != Level.OK).toList();
        assertThat(complaints).hasSize(1);
        assertThat(complaints.getFirst().advice()).isNotEmpty();
        return complaints.getFirst();
    }

    @Test
    void goodMachineHasNoComplaint() {
        assertThat(MachineRules.judge(heap(256)))
                .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
        assertThat(MachineRules.judge(heap(256), settings(Role.ALL, 3, 4 << 20)))
                .allSatisfy(finding -> assertThat(finding.level()).isEqualTo(Level.OK));
    }

    @Test
    void thisMachineCanBeRead() {
        MachineFacts facts = MachineFacts.read();

        assertThat(facts.feature()).isGreaterThanOrEqualTo(25);
        assertThat(facts.heap()).isPositive().isLessThan(facts.memory());
        assertThat(facts.zstd()).isNull();
        assertThat(facts.temporary().writable()).isTrue();
    }

    @Test
    void oldJavaFails() {
        assertThat(complaint(MachineRules.judge(facts(21, 256, 8_192, TEMPORARY, null)))
                        .what())
                .isEqualTo("java");
    }

    @ParameterizedTest
    @CsvSource({"64, 8192, FAIL", "1000, 1024, WARN", "4000, 1024, WARN"})
    void heapIsJudgedByItsSize(long heap, long memory, Level level) {
        Finding complaint = complaint(MachineRules.judge(facts(25, heap, memory, TEMPORARY, null)));

        assertThat(complaint.what()).isEqualTo("heap");
        assertThat(complaint.level()).isEqualTo(level);
        assertThat(complaint.advice()).contains("-Xmx in CARGA_JAVA_OPTS");
    }

    @Test
    void fullOrReadOnlyTemporaryFolderFails() {
        assertThat(complaint(MachineRules.judge(facts(25, 256, 8_192, new Folder("/tmp", true, 1 << 20), null)))
                        .level())
                .isEqualTo(Level.FAIL);
        assertThat(complaint(MachineRules.judge(facts(25, 256, 8_192, new Folder("/tmp", false, 1L << 40), null)))
                        .found())
                .isEqualTo("/tmp cannot be written to");
    }

    @Test
    void temporaryFolderWithNoexecFails() {
        Finding complaint = complaint(MachineRules.judge(facts(25, 256, 8_192, TEMPORARY, "failed to map segment")));

        assertThat(complaint.what()).isEqualTo("compression");
        assertThat(complaint.advice()).contains("noexec");
    }

    @ParameterizedTest
    @CsvSource({"8, OK", "9, WARN", "16, WARN", "17, FAIL"})
    void partsThatDoNotFitIntoTheHeapAreReported(int workers, Level level) {
        // Each takes 12 MB of 256 at most.
        Finding found = MachineRules.judge(heap(256), settings(Role.WORKER, workers, 4 << 20))
                .getFirst();

        assertThat(found.what()).isEqualTo("memory for parts");
        assertThat(found.level()).isEqualTo(level);
    }

    @Test
    void roleThatLoadsNothingNeedsNoMemoryForParts() {
        assertThat(MachineRules.judge(heap(256), settings(Role.WEB, 1_000, 4 << 20)))
                .extracting(Finding::what)
                .containsExactly("open files");
    }

    @Test
    void tooFewOpenFilesAreAWarning() {
        MachineFacts few = new MachineFacts("25", 25, 4, 256 << 20, 1L << 40, 1_024, TEMPORARY, null);

        Finding complaint = complaint(MachineRules.judge(few, settings(Role.WEB, 3, 4 << 20)));

        assertThat(complaint.what()).isEqualTo("open files");
        assertThat(complaint.advice()).contains("ulimit -n");
    }

    private static List<Finding> home(
            boolean exists, boolean inUse, boolean writable, long free, @Nullable String trouble) {
        return EmbeddedRules.judge(
                Path.of(".carga"), new EmbeddedFacts(Path.of("/home"), exists, inUse, writable, free, trouble));
    }

    @Test
    void embeddedDatabaseReportsItsHome() {
        assertThat(home(false, false, true, 1L << 40, null).getFirst().found()).contains("created at the first start");
        assertThat(home(true, false, true, 1L << 40, null).getFirst().found()).contains("not running");
        assertThat(home(true, true, true, 1L << 40, null).getFirst().found()).contains("in use by a running Carga");
    }

    @Test
    void obstacleToTheEmbeddedDatabaseFails() {
        Finding found = home(true, false, true, 1L << 40, "no PostgreSQL for this machine: give it one")
                .getFirst();

        assertThat(found.level()).isEqualTo(Level.FAIL);
        assertThat(found.advice()).contains("give it one");
    }

    @ParameterizedTest
    @CsvSource({"100, FAIL", "1000, WARN", "10000, OK"})
    void freeSpaceInTheHomeIsJudgedByItsSize(long megabytes, Level level) {
        assertThat(home(true, false, true, megabytes << 20, null))
                .filteredOn(finding -> finding.what().equals("free space"))
                .extracting(Finding::level)
                .containsExactly(level);
    }

    @Test
    void readOnlyHomeFails() {
        assertThat(home(true, false, false, 1L << 40, null))
                .anySatisfy(finding -> assertThat(finding.advice()).contains("--home"));
    }
}
