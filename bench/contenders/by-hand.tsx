import { Fragment, useEffect, useState } from "react";
import { AUTHORIZE, CLIENT_ID, ENDPOINT, redirectUriOf } from "../pages/settings";

const redirectUri = redirectUriOf("by-hand");

export const Around = Fragment;

export function Button() {
  const [isLeaving, setIsLeaving] = useState(false);
  const connect = () => {
    setIsLeaving(true);
    const state = crypto.randomUUID();
    sessionStorage.setItem("state", state);
    location.assign(
      `${AUTHORIZE}?${String(new URLSearchParams({ client_id: CLIENT_ID, redirect_uri: redirectUri, response_type: "code", state }))}`,
    );
  };
  return (
    <button type="button" disabled={isLeaving} onClick={connect}>
      {isLeaving ? "Leaving" : "Connect"}
    </button>
  );
}

export function Callback() {
  const [status, setStatus] = useState("exchanging");
  useEffect(() => {
    const query = new URLSearchParams(location.search);
    if (query.get("state") !== sessionStorage.getItem("state")) return;
    // Unguarded: a second mount posts again.
    fetch(ENDPOINT, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ code: query.get("code"), redirect_uri: redirectUri }),
    })
      .then((response) => response.json())
      .then(
        () => setStatus("connected"),
        () => setStatus("failed"),
      );
  }, []);
  return (
    <section data-status={status}>
      <h2>{status}</h2>
    </section>
  );
}
