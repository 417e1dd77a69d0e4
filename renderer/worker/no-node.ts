/** What workerpool would ask for on Node: there is none of it in a browser, and it is never asked for there. */
export default {};
