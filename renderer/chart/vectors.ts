/** ECharts' vector renderer, apart so that it is loaded only when a chart is saved as SVG. */
export { SVGRenderer } from 'echarts/renderers';
