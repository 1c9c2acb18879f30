import { readFullscript } from "../../config";
import { Callback } from "./Callback";

export default function CallbackPage() {
  return <Callback fullscript={readFullscript()} />;
}
