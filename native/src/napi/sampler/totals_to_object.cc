#include "napi/sampler/totals_to_object.h"

#include <cmath>

namespace loadcell {
namespace {

Napi::Object column_to_object(Napi::Env env, const ColumnTotals& column) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("count", static_cast<double>(column.count));
  object.Set("first", column.first);
  object.Set("last", column.last);
  object.Set("peak", column.peak);
  object.Set("peakAtNs", column.peak_at_ns);
  object.Set("lowest", column.lowest);
  object.Set("average", column.average());
  return object;
}

Napi::Object crossing_to_object(Napi::Env env, const GuardCrossing& crossing) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("atNs", crossing.at_ns);
  object.Set("bytes", crossing.bytes);
  object.Set("isProportional", crossing.basis == GuardBasis::kProportional);
  return object;
}

Napi::Object weight_to_object(Napi::Env env, const Weight& weight) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("readings", static_cast<double>(weight.readings));
  object.Set("lastBytes", weight.bytes);
  object.Set("estimated", static_cast<double>(weight.estimated));
  object.Set("peakBytes", weight.peak_bytes);
  object.Set("peakAtNs", weight.peak_at_ns);
  return object;
}

Napi::Object guard_to_object(Napi::Env env, const GuardTotals& guard) {
  Napi::Object object = Napi::Object::New(env);
  object.Set("soft", crossing_to_object(env, guard.soft));
  object.Set("hard", crossing_to_object(env, guard.hard));
  object.Set("signalled", static_cast<double>(guard.signalled));
  return object;
}

Napi::Object table_to_object(Napi::Env env, const ProcessTable& table) {
  const TableCounts counts = table.counts();
  const auto unsampled_as = [&counts](Unsampled reason) {
    return static_cast<double>(counts.unsampled[static_cast<size_t>(reason)]);
  };
  Napi::Object object = Napi::Object::New(env);
  object.Set("found", static_cast<double>(counts.found));
  object.Set("live", static_cast<double>(counts.live));
  object.Set("ended", unsampled_as(Unsampled::kEnded));
  object.Set("noRoom", unsampled_as(Unsampled::kNoRoom));
  object.Set("forbidden", unsampled_as(Unsampled::kForbidden));
  object.Set("unreadable", unsampled_as(Unsampled::kUnreadable));
  object.Set("forgotten", static_cast<double>(counts.forgotten));
  object.Set("capacity", static_cast<double>(table.capacity()));
  return object;
}

Napi::Object survey_to_object(Napi::Env env, const Survey& survey, int64_t cpu_ns) {
  const SurveyTotals totals = survey.totals();
  Napi::Object object = Napi::Object::New(env);
  object.Set("ticks", static_cast<double>(totals.ticks));
  object.Set("missedTicks", static_cast<double>(totals.missed_ticks));
  object.Set("rows", static_cast<double>(totals.rows));
  object.Set("droppedRows", static_cast<double>(totals.dropped_rows));
  object.Set("discoveries", static_cast<double>(totals.discoveries));
  object.Set("periodNs", totals.period_ns);
  object.Set("rateReductions", static_cast<double>(totals.rate_reductions));
  object.Set("cpuNs", static_cast<double>(cpu_ns));
  object.Set("noBirthsBecause", survey.no_births_because());
  object.Set("hasLostBirths", totals.has_lost_births);
  return object;
}

double quantile_ns(const HotLoop& hot, double q, double most_ns) {
  const double value_ns = hot.lateness().quantile_ns(q);
  // The middle of a bucket may exceed the largest value in it.
  return value_ns < 0 ? kNotMeasured : std::fmin(value_ns, most_ns);
}

}  // namespace

Napi::Object totals_to_object(Napi::Env env, const Sampler& sampler) {
  const HotLoop& hot = sampler.hot();
  const SamplerTotals totals = hot.totals();
  Napi::Object object = Napi::Object::New(env);
  object.Set("startedAtNs", totals.started_at_ns);
  object.Set("lastAtNs", totals.last_at_ns);
  object.Set("exitedAtNs", sampler.has_exited() ? totals.exited_at_ns : kNotMeasured);
  object.Set("ticks", static_cast<double>(totals.ticks));
  object.Set("lateTicks", static_cast<double>(totals.late_ticks));
  object.Set("missedTicks", static_cast<double>(totals.missed_ticks));
  object.Set("sampleCount", static_cast<double>(totals.samples));
  object.Set("droppedSamples", static_cast<double>(totals.dropped_samples));
  object.Set("readErrors", static_cast<double>(totals.read_errors));
  object.Set("latenessP50Ns", quantile_ns(hot, 0.5, totals.max_lateness_ns));
  object.Set("latenessP99Ns", quantile_ns(hot, 0.99, totals.max_lateness_ns));
  object.Set("latenessMaxNs", totals.max_lateness_ns);
  object.Set("presentPeriodNs", totals.period_ns);
  object.Set("longestPeriodNs", totals.longest_period_ns);
  object.Set("rateReductions", static_cast<double>(totals.rate_reductions));
  object.Set("costliestTickNs", totals.costliest_tick_ns);
  object.Set("slowedNs", totals.slowed_ns);
  object.Set("cpuNs", static_cast<double>(sampler.hot_cpu_ns()));
  object.Set("processCpuNs", totals.cpu_ns);
  object.Set("rssBytes", column_to_object(env, totals.rss));
  object.Set("anonBytes", column_to_object(env, totals.anon));
  object.Set("guard", guard_to_object(env, totals.guard));
  object.Set("weight", weight_to_object(env, sampler.weight()));
  object.Set("table", table_to_object(env, sampler.table()));
  if (sampler.survey() == nullptr) {
    object.Set("survey", env.Null());
  } else {
    object.Set("survey", survey_to_object(env, *sampler.survey(), sampler.survey_cpu_ns()));
  }
  return object;
}

Napi::Array texts_to_array(Napi::Env env, const std::vector<std::string>& texts) {
  Napi::Array array = Napi::Array::New(env, texts.size());
  for (uint32_t i = 0; i < texts.size(); ++i) array.Set(i, texts[i]);
  return array;
}

Napi::Array columns_to_array(Napi::Env env, const RecordTotals& totals) {
  Napi::Array columns = Napi::Array::New(env, kRecordValues);
  for (uint32_t i = 0; i < kRecordValues; ++i) {
    columns.Set(i, column_to_object(env, totals.columns[i]));
  }
  return columns;
}

Napi::Array surveyed_to_array(Napi::Env env, const std::vector<KindTotals>& surveyed) {
  Napi::Array array = Napi::Array::New(env, surveyed.size());
  for (uint32_t i = 0; i < surveyed.size(); ++i) {
    Napi::Object object = Napi::Object::New(env);
    object.Set("kind", static_cast<double>(surveyed[i].kind));
    object.Set("source", static_cast<double>(surveyed[i].source));
    object.Set("columns", columns_to_array(env, surveyed[i].totals));
    array.Set(i, object);
  }
  return array;
}

Napi::Array processes_to_array(Napi::Env env, const std::vector<ProcessReport>& reports) {
  Napi::Array array = Napi::Array::New(env, reports.size());
  for (uint32_t i = 0; i < reports.size(); ++i) {
    const ProcessReport& report = reports[i];
    Napi::Object object = Napi::Object::New(env);
    object.Set("pid", static_cast<double>(report.identity.pid));
    object.Set("startTicks", static_cast<double>(report.identity.start_ticks));
    object.Set("parentPid", static_cast<double>(report.parent_pid));
    object.Set("program", report.program);
    object.Set("foundAtNs", report.found_at_ns);
    object.Set("isNewborn", report.is_newborn);
    object.Set("exitedAtNs", report.totals.exited_at_ns);
    object.Set("readErrors", static_cast<double>(report.totals.read_errors));
    object.Set("rssBytes", column_to_object(env, report.totals.rss));
    object.Set("sharedBytes", column_to_object(env, report.totals.shared));
    object.Set("anonBytes", column_to_object(env, report.totals.anon));
    object.Set("cpuNs", column_to_object(env, report.totals.cpu));
    object.Set("surveyed", surveyed_to_array(env, report.surveyed));
    array.Set(i, object);
  }
  return array;
}

}  // namespace loadcell
