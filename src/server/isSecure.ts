const LOOPBACK = /^(localhost|.+\.localhost|127\.[\d.]+|\[::1])$/;

/** Whether nobody on the network can read or change a request to this URL. */
export function isSecure({ protocol, hostname }: URL): boolean {
  return protocol === "https:" || (protocol === "http:" && LOOPBACK.test(hostname));
}
