// Charts are drawn from the tables beside them: the table is the truth, the chart its picture.
import * as echarts from "echarts/core";
import { BarChart, LineChart, MapChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent } from "echarts/components";
import { CanvasRenderer } from "echarts/renderers";
import { feature } from "topojson-client";

echarts.use([BarChart, LineChart, MapChart, AriaComponent, GridComponent, LegendComponent, TooltipComponent, VisualMapComponent, CanvasRenderer]);

interface Cell { value: number; href: string }
const number = new Intl.NumberFormat("vi-VN", { maximumFractionDigits: 2 });

function read(table: HTMLTableElement) {
  const heads = Array.from(table.tHead!.rows[0].cells);
  const columns = heads.map((h, i) => ({ i, name: h.textContent!.trim(), color: h.dataset.color, dash: h.hasAttribute("data-dash") })).filter((c) => heads[c.i].hasAttribute("data-series"));
  const rows = Array.from(table.tBodies[0].rows).map((r) => ({
    label: r.cells[0].textContent!.trim(),
    code: r.dataset.code ?? "",
    cells: columns.map((c): Cell => ({ value: Number(r.cells[c.i]?.dataset.value ?? "NaN"), href: r.cells[c.i]?.querySelector("a")?.getAttribute("href") ?? "" })),
  }));
  return { columns, rows };
}

async function draw(figure: HTMLElement): Promise<void> {
  const table = document.querySelector<HTMLTableElement>(figure.dataset.table!);
  if (!table) return;
  const { columns, rows } = read(table);
  const style = getComputedStyle(document.body);
  const ink = style.color;
  const font = { color: ink, fontFamily: style.fontFamily };
  const chart = echarts.init(figure);
  const title = figure.dataset.title ?? "";
  figure.setAttribute("role", "img");
  figure.setAttribute("aria-label", title);
  const open = (p: any): void => {
    const href = rows[p.dataIndex]?.cells[p.seriesIndex]?.href;
    if (href) location.href = href;
  };
  if (figure.dataset.chart === "map") {
    const answer = await fetch(figure.dataset.geo!);
    if (!answer.ok) throw new Error(`${answer.status} ${figure.dataset.geo}`);
    const geo = await answer.json();
    echarts.registerMap("place", geo.type === "Topology" ? (feature(geo, geo.objects.units) as any) : geo);
    const values = rows.map((r) => r.cells[0].value).filter((v) => !Number.isNaN(v));
    const [least, most] = values.length > 0 ? [Math.min(...values), Math.max(...values)] : [0, 0];
    const scale = {
      min: least, max: most > least ? most : least + 1, text: [number.format(most), number.format(least)],
      inRange: { color: ["#f3efe2", "#e6a75a", "#9c3a1a", "#4d0d0d"] }, textStyle: font, calculable: false,
    };
    chart.setOption({
      textStyle: font,
      tooltip: { trigger: "item", formatter: (p: any) => `${p.data?.label ?? p.name}: ${p.data ? number.format(p.value) : "—"}` },
      visualMap: values.length === 0 ? undefined : scale,
      series: [{
        type: "map", map: "place", nameProperty: "code", roam: false, left: values.length === 0 ? "center" : 90, emphasis: { label: { show: false } },
        data: rows.map((r) => ({ name: r.code, label: r.label, value: r.cells[0].value, href: r.cells[0].href })),
      }],
    });
    chart.on("click", (p: any) => { if (p.data?.href) location.href = p.data.href; });
  } else if (figure.dataset.chart === "line") {
    const value = (v: number): number | null => (Number.isNaN(v) ? null : v);
    chart.setOption({
      textStyle: font, aria: { enabled: true },
      tooltip: { trigger: "axis", valueFormatter: (v: any) => (v == null ? "—" : number.format(v)) },
      legend: { textStyle: font, top: 0 },
      grid: { left: 8, right: 24, top: 36, bottom: 8, containLabel: true },
      xAxis: { type: "category", data: rows.map((r) => r.label), axisLabel: font },
      yAxis: { type: "value", scale: true, splitLine: { lineStyle: { color: ink, opacity: 0.15 } }, axisLabel: { ...font, formatter: (v: number) => number.format(v) } },
      series: columns.map((c, i) => ({ type: "line" as const, name: c.name, connectNulls: true, showSymbol: !c.dash, symbolSize: 6, itemStyle: c.color ? { color: c.color } : undefined, lineStyle: { type: c.dash ? ("dashed" as const) : ("solid" as const), width: c.dash ? 1.5 : 2.5 }, data: rows.map((r) => value(r.cells[i].value)) })).filter((s) => s.data.some((v) => v !== null)),
    });
  } else {
    const sideways = figure.dataset.chart === "bar";
    const category = { type: "category" as const, data: rows.map((r) => r.label), inverse: sideways, axisLabel: { ...font, width: sideways ? 170 : 80, lineHeight: 14, overflow: "break" as const } };
    const value = { type: "value" as const, axisLabel: { ...font, hideOverlap: true, formatter: (v: number) => number.format(v) } };
    chart.setOption({
      textStyle: font, aria: { enabled: true, decal: { show: columns.length > 1 } },
      tooltip: { trigger: "axis", valueFormatter: (v: any) => number.format(v) },
      legend: columns.length > 1 ? { textStyle: font, top: 0 } : undefined,
      grid: { left: 8, right: 24, top: columns.length > 1 ? 36 : 8, bottom: 8, containLabel: true },
      xAxis: sideways ? value : category, yAxis: sideways ? category : value,
      series: columns.map((c, i) => ({ type: "bar" as const, name: c.name, stack: figure.dataset.chart === "stack" ? "all" : undefined, itemStyle: c.color ? { color: c.color } : undefined, data: rows.map((r) => r.cells[i].value) })),
    });
    chart.on("click", open);
  }
  window.addEventListener("resize", () => chart.resize());
  document.querySelectorAll<HTMLElement>(`[data-chart-png="#${figure.id}"]`).forEach((b) => {
    b.removeAttribute("hidden");
    b.addEventListener("click", () => {
      const a = document.createElement("a");
      a.href = chart.getDataURL({ type: "png", pixelRatio: 2, backgroundColor: "#fff" });
      a.download = figure.id + ".png";
      a.click();
    });
  });
}

document.addEventListener("DOMContentLoaded", () => document.querySelectorAll<HTMLElement>("[data-chart]").forEach((f) => void draw(f)));
