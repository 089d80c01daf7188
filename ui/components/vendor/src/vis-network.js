export { Network } from "vis-network/standalone/esm/vis-network.min.js";
