/** Metrics that dashboards and rules ask of others than the product, by who exports them. */
export const neighbourMetrics: Record<string, string[]> = {
  /** Prometheus itself, of each target. */
  prometheus: ['up'],
  /** Flink's PrometheusReporter. */
  flink: ['flink_taskmanager_job_task_busyTimeMsPerSecond', 'flink_jobmanager_job_lastCheckpointDuration', 'flink_jobmanager_job_numRestarts', 'flink_taskmanager_Status_JVM_Memory_Heap_Used'],
  /** Micrometer, as Keycloak (`metrics-enabled`) and the schema registry show it; memory also Kafka's jmx_exporter. */
  java: ['jvm_memory_used_bytes', 'jvm_gc_pause_seconds_sum'],
}
