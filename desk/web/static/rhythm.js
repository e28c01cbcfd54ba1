"use strict";

/* Draws the rhythm of the outlets from the table beside the chart: a dot for each day, larger for more articles. */

(() => {
  const place = document.getElementById("rhythm");
  const table = document.getElementById("outlets-table");
  const rows = table ? [...table.querySelectorAll("tbody tr")] : [];
  if (!place || !rows.length || !window.echarts) return;

  const names = rows.map((row) => row.cells[0].textContent);
  const counts = rows.map((row) => row.dataset.days.split(",").map(Number));
  const first = new Date(`${table.dataset.first}T00:00:00Z`);
  const days = counts[0].map((_, at) => {
    const day = new Date(first.getTime() + at * 86400000);
    return `${day.getUTCMonth() + 1}-${day.getUTCDate()}`;
  });
  const data = counts.flatMap((row, y) => row.map((count, x) => [x, y, count]).filter((dot) => dot[2]));

  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chart;
  function draw() {
    const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    chart?.dispose();
    place.hidden = false;
    place.style.height = `${rows.length * 22 + 50}px`;
    chart = echarts.init(place, null, { renderer: "canvas" });
    const line = { lineStyle: { color: colour("--line") } };
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
      grid: { left: 8, right: 12, top: 6, bottom: 6, containLabel: true },
      xAxis: { type: "category", data: days, axisLine: line, axisTick: { show: false }, axisLabel: { color: colour("--soft") } },
      yAxis: { type: "category", data: names, inverse: true, axisLine: { show: false }, axisTick: { show: false }, splitLine: { show: true, ...line }, axisLabel: { color: colour("--ink") } },
      tooltip: { renderMode: "richText", formatter: (dot) => `${names[dot.data[1]]} ${days[dot.data[0]]} ${place.dataset.count.replace("#", dot.data[2])}` },
      series: [{ type: "scatter", data, symbolSize: (dot) => Math.min(16, 4 + 3 * Math.sqrt(dot[2] - 1)), itemStyle: { color: colour("--red"), opacity: 0.75 } }],
    });
  }

  draw();
  dark.addEventListener("change", draw);
  addEventListener("resize", () => chart.resize());
})();
