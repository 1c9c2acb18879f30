import { Navigate, Route, Routes } from "react-router";
import { Layout } from "./components/Layout";
import { SignedIn } from "./components/SignedIn";
import { CallbackPage } from "./pages/CallbackPage";
import { IntegrationsPage } from "./pages/IntegrationsPage";
import { NotFoundPage } from "./pages/NotFoundPage";
import { PatientPage } from "./pages/PatientPage";
import { PatientsPage } from "./pages/PatientsPage";

const callbackPath = new URL(import.meta.env.VITE_FULLSCRIPT_REDIRECT_URI).pathname;

export function App() {
  return (
    <Routes>
      <Route element={<Layout />}>
        <Route path={callbackPath} element={<CallbackPage />} />
        <Route element={<SignedIn />}>
          <Route index element={<Navigate to="/integrations" replace />} />
          <Route path="/integrations" element={<IntegrationsPage />} />
          <Route path="/patients" element={<PatientsPage />} />
          <Route path="/patients/:id" element={<PatientPage />} />
        </Route>
        <Route path="*" element={<NotFoundPage />} />
      </Route>
    </Routes>
  );
}
