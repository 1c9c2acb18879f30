/** What bundlers replace. The tests and scripts have Node's own type of it instead. */
declare const process: { env: { NODE_ENV?: string } };
