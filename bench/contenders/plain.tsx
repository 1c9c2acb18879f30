import { Fragment } from "react";

export const Around = Fragment;
export const Button = () => <button type="button">Connect</button>;
export const Callback = () => <section>Connecting</section>;
