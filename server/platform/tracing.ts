import type { Context, Span } from '@opentelemetry/api';

/** Spans for an OpenTelemetry collector. Their attributes are those of the metrics: nothing that names a person or was sent. */
export interface Tracing {
  /** `parent` is what an earlier start() answered. The span ends by its own end(). */
  start(name: string, parent?: TraceSpan | null): TraceSpan;
  /** Sends what is left, at most 2 s. */
  dispose(): Promise<void>;
}

export interface TraceSpan {
  set(attributes: Record<string, string | number>): void;
  end(failed: boolean): void;
}

const EXPORT_WITHIN_MS = 2_000;

/** Loaded only here: who has no collector pays nothing for it. */
export async function createTracing(endpoint: string): Promise<Tracing> {
  const [
    { ROOT_CONTEXT, SpanStatusCode, trace },
    { BasicTracerProvider, BatchSpanProcessor },
    { OTLPTraceExporter },
    resources,
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-base'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    timeoutMillis: EXPORT_WITHIN_MS,
  });
  const provider = new BasicTracerProvider({
    resource: resources.resourceFromAttributes({ 'service.name': 'sportello' }),
    // A collector that is away costs a bounded queue, and then spans.
    spanProcessors: [new BatchSpanProcessor(exporter, { maxQueueSize: 2_048, scheduledDelayMillis: 2_000 })],
  });
  const tracer = provider.getTracer('sportello');
  const contexts = new WeakMap<TraceSpan, Context>();

  function wrapped(span: Span): TraceSpan {
    return {
      set: (attributes) => void span.setAttributes(attributes),
      end(failed) {
        if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
        span.end();
      },
    };
  }

  return {
    start(name, parent) {
      const span = tracer.startSpan(name, {}, (parent && contexts.get(parent)) ?? ROOT_CONTEXT);
      const started = wrapped(span);
      contexts.set(started, trace.setSpan(ROOT_CONTEXT, span));
      return started;
    },
    async dispose() {
      const limit = new Promise<void>((resolve) => setTimeout(resolve, EXPORT_WITHIN_MS).unref());
      await Promise.race([provider.shutdown().catch(() => undefined), limit]);
    },
  };
}
