-- One line of JSON at the end: counts, and times in microseconds.
function done(summary, latency)
  local errors = summary.errors
  io.write(string.format(
    'SUMMARY {"requests":%d,"duration":%d,"refused":%d,"broken":%d,"p50":%d,"p99":%d}\n',
    summary.requests, summary.duration, errors.status,
    errors.connect + errors.read + errors.write + errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
