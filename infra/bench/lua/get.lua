-- GET of one of the tickets whose ids are in a file, at random.
local path, token = os.getenv("BENCH_PATH"), os.getenv("BENCH_TOKEN")
local headers, requests = {}, {}
if token ~= "" then headers["Authorization"] = "Bearer " .. token end

function init()
  math.randomseed(os.time())
  for id in io.lines(os.getenv("BENCH_IDS")) do
    requests[#requests + 1] = wrk.format("GET", path .. "/" .. id, headers)
  end
end

function request()
  return requests[math.random(#requests)]
end

dofile(os.getenv("BENCH_LUA") .. "/summary.lua")
