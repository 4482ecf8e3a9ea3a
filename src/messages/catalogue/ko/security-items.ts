export const securityItems: Readonly<Record<string, string>> = {
  'grafana-users': 'Grafana 사용자 및 권한 리뷰',
  's3-key': 'S3 액세스 키 로테이션 검토',
  'service-accounts': '미사용 ServiceAccount 확인',
  'pod-standards': 'Pod Security 기준 준수 확인',
  'network-policies': 'NetworkPolicy 리뷰',
  vulnerabilities: '이미지 취약점 스캔',
};
