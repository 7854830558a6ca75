-- POST of a ticket: every request with a body and an Idempotency-Key of its own.
local path, token = os.getenv("BENCH_PATH"), os.getenv("BENCH_TOKEN")
local seed, sent = os.getenv("BENCH_SEED"), 0
local headers = { ["Content-Type"] = "application/json" }
if token ~= "" then headers["Authorization"] = "Bearer " .. token end

function request()
  sent = sent + 1
  headers["Idempotency-Key"] = seed .. "-" .. sent
  local body = string.format(
    '{"category":"water","text":"小路被水淹了，第%d次，%s","point":{"longitude":%.6f,"latitude":%.6f},"photos":[]}',
    sent, seed, 111.001 + (sent % 800) / 100000, 41.001 + (sent % 700) / 100000)
  return wrk.format("POST", path, headers, body)
end

dofile(os.getenv("BENCH_LUA") .. "/summary.lua")
